import Type from 'typebox';
import { Email, Id } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { SUBJECT_RULES } from './rules.ts';
import { ofBothSubjects, type SubjectPath } from './subject-path.ts';
import { addPerson, joinSubject, removePerson } from './take-part.ts';

const person = ({ kind, row }: SubjectPath) => ({
  tag: `${kind}s`,
  access: SUBJECT_RULES[kind].edit,
  subject: row,
  params: Type.Object({ [`${kind}_id`]: Id, email: Email }),
});

const join = (at: SubjectPath) =>
  route({
    method: 'post',
    path: `${at.path}/join`,
    tag: `${at.kind}s`,
    summary: 'The caller takes part',
    access: SUBJECT_RULES[at.kind].join,
    subject: at.row,
    handle: (ctx, { params }) => joinSubject(ctx, at.of(params)),
  });

const add = (at: SubjectPath) =>
  route({
    ...person(at),
    method: 'post',
    path: `${at.path}/add/{email}`,
    summary: 'Somebody takes part, or does so again',
    handle: (ctx, { params }) => addPerson(ctx, at.of(params), params.email as string),
  });

const remove = (at: SubjectPath) =>
  route({
    ...person(at),
    method: 'delete',
    path: `${at.path}/remove/{email}`,
    summary: 'Ends somebody’s part; refused for the commander of a running incident and for people with open tasks',
    handle: (ctx, { params }) => removePerson(ctx, at.of(params), params.email as string),
  });

export const routes: Route[] = ofBothSubjects<Route>((at) => [join(at), add(at), remove(at)]);
