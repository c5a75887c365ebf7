import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { Id } from '../../core/field.ts';
import { admin, member, type Rule } from '../../core/permissions.ts';
import { type Resource, scopeOf } from '../../core/resource.ts';
import { deleteOne, updateOne } from '../../core/write.ts';
import { getJson, resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { withArticle } from '../../lib/text.ts';
import { completeForm } from './complete-form.ts';
import { createForm, FormsCreate } from './create-form.ts';
import { exportForms, MOST_FORMS } from './export-forms.ts';
import { formTypes } from './form-types.ts';
import { forms } from './forms.ts';
import { formEdit, formTypeEdit } from './rules.ts';

type Row = Record<string, unknown>;

/**
 * The contract's paths of changes name the creator as well, or 0. Who may do what is read from the record itself; a path that names
 * somebody else leads nowhere.
 */
function changesOf(resource: Resource, param: string, rule: Rule): Route[] {
  const common = {
    path: `/{organization}${resource.path}/{${param}}/{individual_contact_id}`,
    tag: resource.tag,
    access: rule,
    subject: { table: resource.table, param, roleFirst: true },
    params: Type.Object({ [param]: Id, individual_contact_id: Type.Integer({ minimum: 0, maximum: 2147483646 }) }),
    errors: [409],
  };
  const idOf = async (ctx: Context, params: Row) => {
    const id = params[param] as number;
    const personId = params.individual_contact_id as number;
    if (personId && (await creatorIdOf(ctx, resource, id)) !== personId) throw notFound(resource.noun);
    return id;
  };
  return [
    route({
      ...common,
      method: 'put',
      summary: `Changes ${withArticle(resource.noun)}; keys that are not sent stay as they are`,
      body: resource.updateSchema,
      partial: true,
      answer: resource.read.schema,
      handle: async (ctx, { params, body }) => new JsonText(await updateOne(ctx, resource, await idOf(ctx, params), body as Row)),
    }),
    route({
      ...common,
      method: 'delete',
      summary: `Deletes ${withArticle(resource.noun)}`,
      handle: async (ctx, { params }) => deleteOne(ctx, resource, await idOf(ctx, params)),
    }),
  ];
}

async function creatorIdOf(ctx: Context, resource: Resource, id: number): Promise<number | null> {
  const { rows } = await sql<{ creator_id: number | null }>`
    select t.creator_id from ${sql.table(resource.table)} t where t.id = ${id} and ${scopeOf(ctx, resource, 't')}`.execute(ctx.db);
  return rows[0]?.creator_id ?? null;
}

const create = route({
  method: 'post',
  path: '/{organization}/forms',
  tag: 'forms',
  summary: 'Keeps what the caller filled in',
  access: member,
  body: FormsCreate,
  answer: forms.read.schema,
  handle: async (ctx, { body }) => new JsonText(await createForm(ctx, body as Row)),
});

const complete = route({
  method: 'post',
  path: '/{organization}/forms/completed/{form_id}',
  tag: 'forms',
  summary: 'Tells whoever is on call for the form that it is filled in',
  access: member,
  status: 204,
  answer: forms.read.schema,
  handle: async (ctx, { params }) => {
    await completeForm(ctx, params.form_id as number);
    return new JsonText(await getJson(ctx, forms, params.form_id as number));
  },
});

const exportAll = route({
  method: 'post',
  path: '/{organization}/forms/export',
  tag: 'forms',
  summary: 'Makes documents of forms; the header x-skipped-forms says which were left out, and why',
  access: admin,
  body: Type.Array(Id, { maxItems: MOST_FORMS }),
  answer: Type.Array(Type.String()),
  handle: async (ctx, { body }, reply) => {
    const { links, skipped } = await exportForms(ctx, body);
    if (skipped.length) reply.header('x-skipped-forms', asHeader(skipped));
    return links;
  },
});

const LONGEST_REASON = 200;
const MOST_REASONS = 10;

/** JSON in the letters a header may have, and short enough for one: `[{ "reason": "…", "form_ids": [1, 2] }]`. */
function asHeader(skipped: { form_id: number; reason: string }[]): string {
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason.slice(0, LONGEST_REASON))].slice(0, MOST_REASONS);
  const told = reasons.map(([reason, theirs]) => ({ reason, form_ids: theirs.map(({ form_id }) => form_id) }));
  return JSON.stringify(told).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export const routes: Route[] = [
  ...resourceRoutes(forms),
  create,
  complete,
  exportAll,
  ...changesOf(forms, 'forms_id', formEdit),
  ...resourceRoutes(formTypes),
  ...changesOf(formTypes, 'forms_type_id', formTypeEdit),
];
