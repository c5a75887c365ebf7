import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { computed, Email, id, nullable, readOnly, text, time } from '../../core/field.ts';
import { record } from '../../core/history.ts';
import { findJson } from '../../core/list.ts';
import { member, type Rule } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';

const Named = Type.Object({ id: Type.Integer(), name: Type.String(), title: Type.String() });

const subjectOf = (kind: 'incident' | 'case') =>
  computed(
    nullable(Named),
    (alias) => `(select json_build_object('id', s.id, 'name', s.name, 'title', s.title) from ${kind}s s where s.id = ${alias}.${kind}_id)`,
  );

const isCallers = (ctx: Context, alias: string) => sql<boolean>`lower(${sql.ref(`${alias}.email`)}) = lower(${ctx.actor.email})`;

export const ownPage: Rule = { where: isCallers };

/** The pages of the caller: nobody sees those of others. */
export const pages = resource({
  table: 'pages',
  path: '/pages',
  tag: 'pages',
  noun: 'page',
  model: 'Page',
  fields: {
    id: id(),
    email: { ...readOnly(text()), read: Email },
    title: readOnly(text()),
    message: readOnly(text()),
    incident: subjectOf('incident'),
    case: subjectOf('case'),
    created_at: readOnly(time()),
    acknowledged_at: readOnly(time()),
  },
  rules: { list: member },
  visible: isCallers,
  substring: ['title'],
});

/** Says that the paged person is on it; saying it twice changes nothing. @throws not_found no such page, or somebody else's */
export async function acknowledgePage(ctx: Context, pageId: number): Promise<string> {
  return transaction(ctx, async (tx) => {
    const { rows } = await sql<{ incident_id: number | null; case_id: number | null; email: string }>`
      update pages t0 set acknowledged_at = ${tx.now()}, acknowledged_by_id = ${tx.actor.userId || null}
      where t0.id = ${pageId} and t0.organization_id = ${tx.tenant.id} and ${isCallers(tx, 't0')} and t0.acknowledged_at is null
      returning incident_id, case_id, email`.execute(tx.db);
    const page = rows[0];
    if (page) {
      announce(tx, { kind: 'page', id: pageId }, 'updated');
      const subject =
        page.incident_id !== null
          ? ({ kind: 'incident', id: page.incident_id } as const)
          : ({ kind: 'case', id: page.case_id as number } as const);
      announce(tx, subject, 'pages');
      await record(tx, subject, { description: `${page.email} acknowledged the page.`, type: 'Participant updated', owner: page.email });
    }
    const json = await findJson(tx, pages, pages.read, pageId);
    if (!json) throw notFound('page');
    return json;
  });
}
