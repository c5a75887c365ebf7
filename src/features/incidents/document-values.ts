import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';

type Facts = {
  commander: string | null;
  challenge: string | null;
  reported_at: string;
  stable_at: string | null;
  document: string | null;
  tags: { type: string; names: string | null; sources: string | null }[];
};

const TIME = 'MM/DD/YYYY HH24:MI:SS';
const time = (column: string) => sql`to_char(s.${sql.ref(column)} at time zone 'UTC', ${sql.lit(TIME)})`;

/** What stands for each `{{placeholder}}` of an incident's documents. */
export async function documentValues(ctx: Context, subject: SubjectRef, full: Subject, projectId: number): Promise<Record<string, string>> {
  const { rows } = await sql<Facts>`
    select (select i.name from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = s.commander_id) as commander,
      (select conference_challenge from conferences where incident_id = s.id) as challenge,
      ${time('reported_at')} as reported_at, ${time('stable_at')} as stable_at,
      (select weblink from documents where id = s.incident_document_id) as document,
      (select coalesce(json_agg(json_build_object('type', y.name, 'names', g.names, 'sources', g.sources)), '[]')
        from tag_types y left join lateral (
          select string_agg(t.name, ', ' order by t.name) as names, string_agg(t.source, ', ' order by t.name) as sources
          from incident_tags l join tags t on t.id = l.tag_id where l.incident_id = s.id and t.tag_type_id = y.id) g on true
        where y.project_id = ${projectId}) as tags
    from incidents s where s.id = ${subject.id}`.execute(ctx.db);
  const facts = rows[0] as Facts;
  const { links } = full;
  return {
    name: full.name,
    title: full.title,
    description: full.description,
    resolution: full.resolution ?? '',
    type: full.type,
    severity: full.severity,
    priority: full.priority,
    status: full.status,
    commander_fullname: facts.commander ?? '',
    reported_at: `${facts.reported_at} UTC`,
    stable_at: facts.stable_at ? `${facts.stable_at} UTC` : '',
    conference_challenge: facts.challenge ?? '',
    conference_weblink: links.conference ?? '',
    conversation_weblink: links.conversation ?? '',
    document_weblink: facts.document ?? '',
    storage_weblink: links.storage ?? '',
    ticket_weblink: links.ticket ?? '',
    ...Object.fromEntries(
      facts.tags.flatMap(({ type, names, sources }) => [
        [`tag_${type}`, names ?? 'N/A'],
        [`tag_${type}.source`, sources ?? 'N/A'],
      ]),
    ),
  };
}
