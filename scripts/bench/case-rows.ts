import { END, MONTHS, oneOf } from './pick.ts';
import { OBSERVATIONS, PLACES, TROUBLES } from './words.ts';

type Options = { organizationId: number; organization: string; projectId: number; cases: number; instances: number };

const ALERTS_PER_CASE = 5;
const SIGNALS = 20;
const pick = (salt: number, most: number) => `pg_temp.pick(n, ${salt}, ${most})`;
const start = `'${END}'::timestamptz - interval '${MONTHS} months'`;
const ofProject = (table: string, projectId: number) => `(select array_agg(id order by id) from ${table} where project_id = ${projectId})`;
const at = (count: number) => `${start} + (n - 1) * (interval '${MONTHS * 30} days' / ${count})`;

/**
 * Statements, in order, that insert cases and the alerts that led to them: every second alert belongs to a case, the others were seen
 * before. The newest 4 % of cases are open; 4 % are restricted.
 */
export const caseRows = ({ organizationId, organization, projectId, cases, instances }: Options) => [
  `create temporary table bench_case_first on commit drop as select (select coalesce(max(id), 0) from cases) as cases,
     (select coalesce(max(id), 0) from participants) as participants`,
  `create temporary table bench_case_words on commit drop as select ${ofProject('case_types', projectId)} as types,
     ${ofProject('case_priorities', projectId)} as priorities, ${ofProject('case_severities', projectId)} as severities,
     ${ofProject('individual_contacts', projectId)} as people`,
  `insert into cases (id, organization_id, project_id, name, title, description, resolution, status, visibility, reported_at, triage_at, closed_at,
     case_type_id, case_priority_id, case_severity_id, assignee_id, reporter_id, created_at, updated_at)
   select b.cases + n, ${organizationId}, ${projectId}, 'dispatch-${organization}-default-case-' || (b.cases + n),
     ${oneOf(TROUBLES, 'n', 70)} || ': ' || ${oneOf(PLACES, 'n', 71)}, ${oneOf(OBSERVATIONS, 'n', 72)}, '', state.status,
     case when ${pick(73, 100)} < 4 then 'Restricted' else 'Open' end, t.at, t.at, case when state.status = 'Closed' then t.at + interval '2 hours' end,
     w.types[1 + ${pick(74, 100)} % cardinality(w.types)], w.priorities[1 + ${pick(75, 100)} % cardinality(w.priorities)],
     w.severities[1 + ${pick(76, 100)} % cardinality(w.severities)], b.participants + n * 2 - 1, b.participants + n * 2, t.at, t.at
   from bench_case_first b, bench_case_words w, generate_series(1, ${cases}) n, lateral (select ${at(cases)} as at) t,
     lateral (select case when n <= ${cases} * 0.96 then 'Closed' when ${pick(77, 2)} = 0 then 'Triage' else 'New' end as status) state`,
  `insert into participants (id, organization_id, case_id, individual_contact_id)
   select b.participants + (n - 1) * 2 + k, ${organizationId}, b.cases + n, w.people[1 + (${pick(78, 1000)} + k * 37) % cardinality(w.people)]
   from bench_case_first b, bench_case_words w, generate_series(1, ${cases}) n, generate_series(1, 2) k`,
  `insert into participant_roles (organization_id, participant_id, role, assumed_at, renounced_at)
   select ${organizationId}, p.id, case when p.id = c.assignee_id then 'Assignee' else 'Reporter' end, c.reported_at, c.closed_at
   from bench_case_first b join participants p on p.id > b.participants join cases c on c.id = p.case_id`,
  `insert into signals (organization_id, project_id, name, owner, description, external_id, enabled, created_at, updated_at)
   select ${organizationId}, ${projectId}, 'Detection ' || k, 'person-' || k || '@bench.example', 'One of the measuring data.', 'bench-' || k, true,
     ${start}, ${start} from generate_series(1, ${SIGNALS}) k`,
  `insert into signal_instances (organization_id, project_id, signal_id, case_id, filter_action, external_id, raw, created_at, updated_at)
   select ${organizationId}, ${projectId}, s.ids[1 + ${pick(80, SIGNALS)}],
     case when n % 2 = 0 then b.cases + 1 + (n / ${ALERTS_PER_CASE}) % ${cases} end, case when n % 2 = 0 then 'none' else 'deduplicate' end, 'bench-' || n,
     jsonb_build_object('externalId', 'bench', 'user', 'person-' || ${pick(81, 400)} || '@bench.example', 'message', ${oneOf(OBSERVATIONS, 'n', 82)}),
     t.at, t.at
   from bench_case_first b, generate_series(1, ${instances}) n, lateral (select ${at(instances)} as at) t,
     lateral (select array_agg(id order by id) as ids from signals where project_id = ${projectId} and external_id like 'bench-%') s`,
];

/** Tables whose numbers were given by the statements above. */
export const CASE_NUMBERED = ['cases', 'participants'];
