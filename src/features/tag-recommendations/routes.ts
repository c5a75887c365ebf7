import { sql } from 'kysely';
import Type from 'typebox';
import { notFound } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { withArticle } from '../../lib/text.ts';
import { ofBothSubjects, SUBJECT_RULES, type SubjectPath } from '../participants/index.ts';

const Recommendations = Type.Object({
  recommendations: Type.Array(
    Type.Object({
      tag_type_id: Type.Integer(),
      tags: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), reason: Type.String() })),
    }),
  ),
  error_message: nullable(Type.String()),
});

/** Recommending is the work of an artificial-intelligence plug-in; without one the answer says so, in the contract's own field. */
const recommend = ({ kind, row }: SubjectPath) =>
  route({
    method: 'get',
    path: `/{organization}/tags/recommendations/{project_id}/${kind}/{${kind}_id}`,
    tag: 'tags',
    summary: `Recommends tags for ${withArticle(kind)}`,
    access: SUBJECT_RULES[kind].view,
    subject: row,
    answer: Recommendations,
    handle: async (ctx, { params }) => {
      const { rows } = await sql`
        select 1 from ${sql.table(row.table)} where id = ${params[row.param]} and project_id = ${params.project_id}`.execute(ctx.db);
      if (!rows.length) throw notFound(`${kind} in this project`);
      return {
        recommendations: [],
        error_message: 'No artificial-intelligence plug-in is enabled in this project; choose the tags by hand.',
      };
    },
  });

export const routes: Route[] = ofBothSubjects((at) => [recommend(at)]);
