import { END, MONTHS, oneOf, textArray } from './pick.ts';
import { CONSEQUENCES, EVENTS, MESSAGES, OBSERVATIONS, PLACES, RESOLUTIONS, TASKS, TROUBLES } from './words.ts';

type Options = { organizationId: number; organization: string; incidents: number };

const PEOPLE = 4;
const EVENTS_PER_INCIDENT = 7;
/** One incident in this many has everything a page can show: room, documents, flow, reports. */
export const COMPLETE_EVERY = 10;
const FLOW_STEPS = 16;

const start = `'${END}'::timestamptz - interval '${MONTHS} months'`;
const pick = (salt: number, most: number | string) => `pg_temp.pick(n, ${salt}, ${most})`;
const pickOf = (array: string, salt: number) => `${array}[1 + ${pick(salt, `cardinality(${array})`)}]`;
const minutes = (amount: string) => `(${amount}) * interval '1 minute'`;

/** Where the numbers of the new rows begin: nothing has to be looked up to link one row to another. */
const FIRST_IDS = ['incidents', 'participants', 'tasks', 'documents', 'conversations', 'groups', 'storages'].map(
  (table) => `(select coalesce(max(id), 0) from ${table}) as ${table}`,
);

/**
 * Statements, in order, that insert the incidents and everything below them. The newest 4 % are open; every tenth commander handed
 * over; 4 % are restricted.
 */
export const incidentRows = ({ organizationId, organization, incidents }: Options) => [
  `create temporary table bench_first on commit drop as select ${FIRST_IDS.join(', ')}`,
  `create temporary table bench_facts on commit drop as
   select n, b.incidents + n as id, b.participants + (n - 1) * ${PEOPLE} as first_participant, p.ord, p.project_id, ${pickOf('p.types', 20)} as type_id,
     reported_at, state.status,
     case when state.status <> 'Active' then reported_at + ${minutes(`20 + ${pick(22, 600)}`)} end as stable_at,
     case when state.status = 'Closed' then reported_at + ${minutes(`700 + ${pick(23, 4000)}`)} end as closed_at,
     n % ${COMPLETE_EVERY} = 0 as complete, n / ${COMPLETE_EVERY} as serial
   from bench_first b, generate_series(1, ${incidents}) n
   join bench_places p on p.ord = case when ${pick(24, 100)} < 60 then 0 when ${pick(24, 100)} < 90 then 1 else 2 end,
   lateral (select ${start} + (n - 1) * (interval '${MONTHS * 30} days' / ${incidents}) + ${minutes(pick(25, 60))} as reported_at) t,
   lateral (select case when n <= ${incidents} * 0.96 then 'Closed' when ${pick(26, 2)} = 0 then 'Stable' else 'Active' end as status) state`,
  'analyze bench_facts',
  `insert into incidents (id, organization_id, project_id, name, title, description, resolution, status, visibility, summary, reported_at, stable_at,
     closed_at, incident_type_id, incident_priority_id, incident_severity_id, commander_id, reporter_id, liaison_id, incident_document_id,
     tactical_group_id, participants_team, participants_location, commanders_location, reporters_location, created_at, updated_at)
   select f.id, ${organizationId}, f.project_id, 'dispatch-${organization}-' || r.name || '-' || f.id,
     ${oneOf(TROUBLES, 'n', 30)} || ': ' || ${oneOf(PLACES, 'n', 31)} || ' ' || (1 + ${pick(32, 40)}),
     ${oneOf(OBSERVATIONS, 'n', 33)} || ' ' || ${oneOf(CONSEQUENCES, 'n', 34)} || ' ' || ${oneOf(OBSERVATIONS, 'n', 35)},
     case when f.status = 'Closed' then ${oneOf(RESOLUTIONS, 'n', 36)} else '' end, f.status,
     case when not f.complete and ${pick(37, 100)} < 4 then 'Restricted' else 'Open' end, null, f.reported_at, f.stable_at, f.closed_at, f.type_id,
     ${pickOf('p.priorities', 38)}, ${pickOf('p.severities', 39)}, f.first_participant + case when n % 10 = 3 then 3 else 1 end, f.first_participant + 2,
     case when n % 4 = 0 then f.first_participant + 3 end, case when f.complete then b.documents + f.serial end,
     case when f.complete then b.groups + f.serial end, 'Team ' || (1 + ${pick(40, 12)}), 'Zurich', 'Zurich', 'Lisbon', f.reported_at,
     coalesce(f.closed_at, f.stable_at, f.reported_at)
   from bench_facts f join bench_places p using (ord) join projects r on r.id = f.project_id, bench_first b`,
  `insert into incident_status_changes (organization_id, incident_id, status, changed_at)
   select ${organizationId}, f.id, c.status, c.at from bench_facts f,
     lateral (values ('Active', f.reported_at), ('Stable', f.stable_at), ('Closed', f.closed_at)) c (status, at) where c.at is not null`,
  `insert into participants (id, organization_id, incident_id, individual_contact_id, team, location)
   select f.first_participant + k, ${organizationId}, f.id, p.people[1 + (${pick(50, 'cardinality(p.people)')} + k * 37) % cardinality(p.people)],
     'Team ' || k, 'Zurich'
   from bench_facts f join bench_places p using (ord), generate_series(1, ${PEOPLE}) k`,
  `insert into participant_roles (organization_id, participant_id, role, activity, assumed_at, renounced_at)
   select ${organizationId}, f.first_participant + r.k, r.role, pg_temp.pick(f.n * 4 + r.k, 51, 12), r.since, coalesce(r.until, f.closed_at)
   from bench_facts f, lateral (select f.reported_at + ${minutes(`5 + ${pick(52, 60)}`)} as handed_over) h, lateral (values
     (1, 'Incident Commander', f.reported_at, case when n % 10 = 3 then h.handed_over end),
     (2, 'Reporter', f.reported_at, null),
     (3, case when n % 10 = 3 then 'Participant' when n % 4 = 0 then 'Liaison' else 'Participant' end, f.reported_at + interval '4 minutes',
       case when n % 10 = 3 then h.handed_over end),
     (3, case when n % 10 = 3 then 'Incident Commander' end, h.handed_over, null),
     (4, case when n % 3 = 0 then 'Observer' else 'Participant' end, f.reported_at + interval '9 minutes', null)) r (k, role, since, until)
   where r.role is not null`,
  `insert into participant_activities (organization_id, participant_id, plugin_event_id, incident_id, started_at, external_id)
   select ${organizationId}, f.first_participant + 1 + k % ${PEOPLE}, e.id, f.id, f.reported_at + ${minutes('k * 3')}, 'bench-' || f.n || '-' || k
   from bench_facts f join incident_types t on t.id = f.type_id and t.cost_model_id is not null, generate_series(1, 8) k,
     (select min(id) as id from plugin_events having min(id) is not null) e`,
  `insert into incident_tags (incident_id, tag_id)
   select f.id, p.tags[1 + (${pick(53, 'cardinality(p.tags)')} + k * 17) % cardinality(p.tags)]
   from bench_facts f join bench_places p using (ord), generate_series(0, ${pick(54, 3)}) k`,
  `insert into events (uuid, organization_id, incident_id, started_at, ended_at, source, description, type, owner, created_at, updated_at)
   select md5('bench ${organizationId} ' || f.n || ' ' || k)::uuid, ${organizationId}, f.id, t.at, t.at, case when k % 3 = 0 then 'Incident Participant' else 'Dispatch Core App' end,
     (${textArray(EVENTS)})[1 + (${pick(55, EVENTS.length)} + k) % ${EVENTS.length}], 'Other', null, t.at, t.at
   from bench_facts f, generate_series(1, ${EVENTS_PER_INCIDENT}) k, lateral (select f.reported_at + ${minutes('k * k * 3')} as at) t`,
  `insert into tasks (id, organization_id, incident_id, creator_id, owner_id, description, priority, status, resolved_at, resolve_by, created_at, updated_at)
   select b.tasks + row_number() over (order by f.n, k), ${organizationId}, f.id, f.first_participant + 1, f.first_participant + 1 + k,
     (${textArray(TASKS)})[1 + (${pick(56, TASKS.length)} + k) % ${TASKS.length}], (array['Low', 'Medium', 'High'])[1 + ${pick(57, 3)}],
     case when f.closed_at is null then 'Open' else 'Resolved' end, f.closed_at, f.reported_at + interval '1 day', f.reported_at, coalesce(f.closed_at, f.reported_at)
   from bench_facts f, bench_first b, generate_series(1, ${pick(58, 4)}) k`,
  `insert into task_assignees (task_id, participant_id)
   select t.id, t.owner_id from tasks t, bench_first b where t.id > b.tasks`,
  `insert into incident_costs (organization_id, project_id, incident_id, incident_cost_type_id, amount, created_at, updated_at)
   select ${organizationId}, f.project_id, f.id, p.invoice_type, 50 + ${pick(59, 4000)}, f.reported_at, f.reported_at
   from bench_facts f join bench_places p using (ord) where ${pick(60, 5)} = 0`,
  ...pageRows(organizationId),
];

/** What only the complete ones have. */
const pageRows = (organizationId: number) => {
  const complete = 'from bench_facts f, bench_first b where f.complete';
  return [
    `insert into documents (id, organization_id, project_id, name, resource_type, resource_id, weblink, incident_id, created_at, updated_at)
     select b.documents + f.serial, ${organizationId}, f.project_id, 'Incident document ' || f.id, 'dispatch-incident-document', 'bench-' || f.id,
       'https://bench.example/documents/' || f.id, f.id, f.reported_at, f.reported_at ${complete}`,
    `insert into document_versions (organization_id, document_id, version, content, created_at)
     select ${organizationId}, b.documents + f.serial, 1, repeat('What is known so far is written down here. ', 40), f.reported_at ${complete}`,
    `insert into conversations (id, organization_id, incident_id, channel_id, resource_type, resource_id, weblink, created_at, updated_at)
     select b.conversations + f.serial, ${organizationId}, f.id, 'bench-' || f.id, 'tocsin-conversation', 'bench-' || f.id,
       'https://bench.example/rooms/' || f.id, f.reported_at, f.reported_at ${complete}`,
    `insert into messages (organization_id, conversation_id, kind, body, created_at)
     select ${organizationId}, b.conversations + f.serial, 'message', (${textArray(MESSAGES)})[1 + k % ${MESSAGES.length}], f.reported_at + ${minutes('k * 2')}
     from bench_facts f, bench_first b, generate_series(1, 20) k where f.complete`,
    `insert into groups (id, organization_id, incident_id, kind, name, email, created_at, updated_at)
     select b.groups + f.serial, ${organizationId}, f.id, 'tactical', 'bench-' || f.id, 'bench-' || f.id || '@groups.invalid', f.reported_at, f.reported_at ${complete}`,
    `insert into tickets (organization_id, incident_id, resource_type, resource_id, weblink, created_at, updated_at)
     select ${organizationId}, f.id, 'tocsin-ticket', 'bench-' || f.id, 'https://bench.example/tickets/' || f.id, f.reported_at, f.reported_at ${complete}`,
    `insert into storages (id, organization_id, incident_id, resource_type, resource_id, weblink, created_at, updated_at)
     select b.storages + f.serial, ${organizationId}, f.id, 'tocsin-storage', 'bench-' || f.id, 'https://bench.example/files/' || f.id, f.reported_at,
       f.reported_at ${complete}`,
    `insert into conferences (organization_id, incident_id, conference_id, conference_challenge, weblink, created_at, updated_at)
     select ${organizationId}, f.id, 'bench-' || f.id, '1234', 'https://bench.example/calls/' || f.id, f.reported_at, f.reported_at ${complete}`,
    `insert into reports (organization_id, incident_id, participant_id, type, details, details_raw, created_at)
     select ${organizationId}, f.id, f.first_participant + 1, r.type, jsonb_build_object('conditions', r.type || ' of the measuring data'), r.type,
       f.reported_at + interval '30 minutes'
     from bench_facts f, unnest(array['Tactical Report', 'Executive Report']) r (type) where f.complete`,
    `insert into feedback (organization_id, project_id, incident_id, participant_id, rating, feedback, created_at, updated_at)
     select ${organizationId}, f.project_id, f.id, f.first_participant + 2, 'Somewhat satisfied', 'It was clear who decides.', f.closed_at, f.closed_at
     from bench_facts f where f.complete and f.closed_at is not null`,
    `insert into jobs (organization_id, name, incident_id, flow, step, title, status, attempts, max_attempts, run_at, created_at, finished_at)
     select ${organizationId}, 'run-step', f.id, 'incident-create', 'step-' || k, 'Step ' || k, 'done', 1, 20, f.reported_at, f.reported_at,
       f.reported_at + interval '2 seconds'
     from bench_facts f, generate_series(1, ${FLOW_STEPS}) k where f.complete`,
  ];
};

/** Tables whose numbers were given by the statements above. */
export const NUMBERED = ['incidents', 'participants', 'tasks', 'documents', 'conversations', 'groups', 'storages'];
