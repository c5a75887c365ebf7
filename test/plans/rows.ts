import { sql } from 'kysely';
import { caseRows } from '../../scripts/bench/case-rows.ts';
import { pickFunction } from '../../scripts/bench/pick.ts';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';

/** So many that PostgreSQL would notice if it had to read all of them. */
export const MANY = 30_000;

const TITLES = `(array['Disk full', 'Slow answers', 'Expired certificate', 'Queue backlog', 'Lost device'])[1 + n % 5]`;

const PEOPLE = 6000;

/** Incidents with two people, a task and a document each: nothing but what lists ask for. */
const incidentRows = (organizationId: number, projectId: number) => {
  const one = (table: string) => `(select array_agg(id) from ${table} where project_id = ${projectId})`;
  const at = `'2026-01-01T00:00:00Z'::timestamptz - n * interval '17 minutes'`;
  const rows = `generate_series(1, ${MANY}) n`;
  const stamps = `${at}, ${at}`;
  return [
    `insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
     select ${organizationId}, ${projectId}, 'Person ' || n, 'person-' || n || '@bench.example', now(), now() from generate_series(1, ${PEOPLE}) n`,
    `create temporary table people on commit drop as select ${one('individual_contacts')} as ids`,
    `create temporary table words on commit drop as select ${one('incident_types')} as types, ${one('incident_priorities')} as priorities,
       ${one('incident_severities')} as severities`,
    `insert into incidents (id, organization_id, project_id, name, title, description, resolution, status, visibility, reported_at, stable_at, closed_at,
       incident_type_id, incident_priority_id, incident_severity_id, commander_id, reporter_id, created_at, updated_at)
     select n, ${organizationId}, ${projectId}, 'incident-' || n, ${TITLES} || ' ' || n, repeat('What is known so far. ', 10), '',
       case when n % 25 <> 0 then 'Closed' when n % 2 = 0 then 'Stable' else 'Active' end, case when n % 30 = 0 then 'Restricted' else 'Open' end,
       ${at}, ${at}, ${at}, w.types[1 + n % cardinality(w.types)], w.priorities[1 + n % cardinality(w.priorities)],
       w.severities[1 + n % cardinality(w.severities)], n * 2 - 1, n * 2, ${stamps} from ${rows}, words w`,
    `insert into participants (id, organization_id, incident_id, individual_contact_id)
     select (n - 1) * 2 + k, ${organizationId}, n, p.ids[1 + (n * 7 + k) % ${PEOPLE}] from ${rows}, generate_series(1, 2) k, people p`,
    `insert into participant_roles (organization_id, participant_id, role, assumed_at)
     select ${organizationId}, (n - 1) * 2 + k, case k when 1 then 'Incident Commander' else 'Reporter' end, ${at} from ${rows}, generate_series(1, 2) k`,
    `insert into tag_types (id, organization_id, project_id, name, created_at, updated_at) values (1000, ${organizationId}, ${projectId}, 'Cause', now(), now())`,
    `insert into tags (id, organization_id, project_id, tag_type_id, name, created_at, updated_at)
     select 1000 + n, ${organizationId}, ${projectId}, 1000, 'cause-' || n, now(), now() from generate_series(1, 100) n`,
    `insert into incident_tags (incident_id, tag_id) select n, 1001 + n % 100 from ${rows}`,
    `insert into tasks (id, organization_id, incident_id, creator_id, owner_id, description, status, resolve_by, created_at, updated_at)
     select n, ${organizationId}, n, n * 2 - 1, n * 2, ${TITLES} || ' task ' || n || repeat(' and see to it', 12), case when n % 20 = 0 then 'Open' else 'Resolved' end, ${at}, ${stamps} from ${rows}`,
    `insert into task_assignees (task_id, participant_id) select n, n * 2 from ${rows}`,
    `insert into documents (organization_id, project_id, name, description, resource_type, weblink, incident_id, created_at, updated_at)
     select ${organizationId}, ${projectId}, 'Document ' || n, repeat('What is written in it. ', 6), case when n % 20 = 0 then 'dispatch-incident-document' else 'google-docs' end,
       'https://documents.example/' || n, n, ${stamps} from ${rows}`,
    `select setval(pg_get_serial_sequence('participants', 'id'), ${MANY * 2})`,
  ];
};

/** Fills an organization's project with many of everything, and tells PostgreSQL. */
export async function fillPlans(ctx: Context, projectId: number): Promise<void> {
  const { id: organizationId, slug: organization } = ctx.tenant;
  await transaction(ctx, async (tx) => {
    // Every link is right by construction.
    await sql`set local session_replication_role = replica`.execute(tx.db);
    await sql.raw(pickFunction(1)).execute(tx.db);
    const rows = [
      ...incidentRows(organizationId, projectId),
      ...caseRows({ organizationId, organization, projectId, cases: MANY, instances: MANY }),
    ];
    for (const row of rows) await sql.raw(row).execute(tx.db);
  });
  // Without it nothing is known to be visible to all, and an index alone would not do.
  await sql`vacuum analyze`.execute(ctx.db);
}
