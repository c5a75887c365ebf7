import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict, invalidAt, notFound } from '../../core/errors.ts';
import { nullable, Time, timeSql } from '../../core/field.ts';
import { named } from '../../core/shape.ts';

/** The database's limit for one version. */
const MAX_LENGTH = 1_000_000;
/** Older versions than this many are forgotten, so that a document that is saved every minute has an end. */
const MOST_VERSIONS = 500;

const Version = Type.Object({
  version: Type.Integer(),
  created_at: Time,
  author: nullable(Type.Object({ name: nullable(Type.String()), email: nullable(Type.String()) })),
});
export const DocumentContent = named(
  'DocumentContent',
  Type.Object({ content: Type.String(), version: Type.Integer(), versions: Type.Array(Version) }),
);
export const ReplaceContent = Type.Object({
  content: Type.String({ maxLength: MAX_LENGTH, trim: false }),
  version: Type.Integer({ minimum: 0 }),
});

/**
 * @param version an earlier one; default: the latest
 * @returns the text with all versions, newest first; version 0 of a document that nobody has written yet
 * @throws not_found no such version
 */
export async function getContent(ctx: Context, documentId: number, version?: number): Promise<Static<typeof DocumentContent>> {
  const { rows } = await sql<Static<typeof DocumentContent>>`
    select content, version, (
      select coalesce(json_agg(json_build_object('version', v.version, 'created_at', ${sql.raw(timeSql('v.created_at'))}, 'author',
        case when u.id is not null then json_build_object('email', u.email, 'name', coalesce((
          select i.name from individual_contacts i join documents d on d.id = v.document_id
          where i.project_id = d.project_id and lower(i.email) = lower(u.email)), u.email)) end) order by v.version desc), '[]')
      from document_versions v left join users u on u.id = v.dispatch_user_id where v.document_id = ${documentId}) as versions
    from document_versions where document_id = ${documentId} and organization_id = ${ctx.tenant.id}
      ${version === undefined ? sql`` : sql`and version = ${version}`}
    order by version desc limit 1`.execute(ctx.db);
  if (!rows[0] && version !== undefined) throw notFound('version');
  return rows[0] ?? { content: '', version: 0, versions: [] };
}

/** @returns the latest text; empty when there is none */
export async function documentContent(ctx: Context, documentId: number): Promise<string> {
  const latest = await latestVersion(ctx, documentId);
  return latest?.content ?? '';
}

/**
 * Writes a new version.
 * @param expectedVersion the version that was edited; undefined: whatever is there is replaced
 * @throws conflict somebody else wrote in between; not_found no such document
 */
export async function replaceContent(ctx: Context, documentId: number, content: string, expectedVersion?: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    const document = await lockDocument(tx, documentId);
    const latest = await latestVersion(tx, documentId);
    const version = latest?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) {
      throw conflict('Somebody else changed this document since you opened it. Load it again, then put your changes in.', 'version');
    }
    if (content === latest?.content) return;
    if (content.length > MAX_LENGTH) throw invalidAt(['body', 'content'], `A document holds at most ${MAX_LENGTH} characters.`);
    await insertVersion(tx, documentId, version + 1, content);
    announce(tx, { kind: 'document', id: documentId }, 'updated');
    if (document.incident_id !== null) announce(tx, { kind: 'incident', id: document.incident_id }, 'documents');
    if (document.case_id !== null) announce(tx, { kind: 'case', id: document.case_id }, 'documents');
  });
}

/** Changes the text; nobody else's version gets in between. */
export async function editContent(ctx: Context, documentId: number, change: (content: string) => string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await lockDocument(tx, documentId);
    await replaceContent(tx, documentId, change(await documentContent(tx, documentId)));
  });
}

async function lockDocument(tx: Context, documentId: number) {
  const document = await tx.db
    .selectFrom('documents')
    .select(['id', 'incident_id', 'case_id'])
    .where('id', '=', documentId)
    .where('organization_id', '=', tx.tenant.id)
    .forUpdate()
    .executeTakeFirst();
  if (!document) throw notFound('document');
  return document;
}

const latestVersion = (ctx: Context, documentId: number) =>
  ctx.db
    .selectFrom('document_versions')
    .select(['version', 'content'])
    .where('document_id', '=', documentId)
    .where('organization_id', '=', ctx.tenant.id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

async function insertVersion(tx: Context, documentId: number, version: number, content: string) {
  await tx.db
    .insertInto('document_versions')
    .values({
      organization_id: tx.tenant.id,
      document_id: documentId,
      version,
      content,
      dispatch_user_id: tx.actor.userId || null,
      created_at: tx.now(),
    })
    .execute();
  await tx.db
    .deleteFrom('document_versions')
    .where('document_id', '=', documentId)
    .where('version', '<=', version - MOST_VERSIONS)
    .execute();
  await tx.db.updateTable('documents').set({ updated_at: tx.now() }).where('id', '=', documentId).execute();
}
