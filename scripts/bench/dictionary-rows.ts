import { END, MONTHS, oneOf } from './pick.ts';
import { NAMES, SURNAMES } from './words.ts';

type Place = { organizationId: number /** ids in the order of their share */; projectIds: readonly number[] };

const PEOPLE_PER_PROJECT = 400;
const TAGS_PER_TYPE = 20;

/** Statements that give each project its people, tags, types, services and cost model. */
export const dictionaryRows = ({ organizationId, projectIds }: Place) => {
  const projects = `unnest(array[${projectIds.join(', ')}]) with ordinality as p (project_id, ord)`;
  const start = `'${END}'::timestamptz - interval '${MONTHS} months'`;
  return [
    `insert into team_contacts (organization_id, project_id, name, email, created_at, updated_at)
     select ${organizationId}, project_id, 'Team ' || k, 'team-' || k || '@bench.example', ${start}, ${start} from ${projects}, generate_series(1, 12) k`,
    `insert into individual_contacts (organization_id, project_id, name, email, title, team_contact_id, created_at, updated_at)
     select ${organizationId}, project_id, ${oneOf(NAMES, 'k', 10)} || ' ' || ${oneOf(SURNAMES, 'k', 11)}, 'person-' || k || '@bench.example', 'Engineer',
       (select t.id from team_contacts t where t.project_id = p.project_id order by t.id offset k % 12 limit 1), ${start}, ${start}
     from ${projects}, generate_series(1, ${PEOPLE_PER_PROJECT}) k`,
    `insert into tag_types (organization_id, project_id, name, created_at, updated_at)
     select ${organizationId}, project_id, kind, ${start}, ${start} from ${projects}, unnest(array['Service', 'Cause', 'Region']) kind`,
    `insert into tags (organization_id, project_id, tag_type_id, name, description, created_at, updated_at)
     select organization_id, project_id, id, lower(name) || '-' || k, 'One of the measuring data.', ${start}, ${start}
     from tag_types, generate_series(1, ${TAGS_PER_TYPE}) k where organization_id = ${organizationId}`,
    `insert into services (organization_id, project_id, name, type, external_id, created_at, updated_at)
     select ${organizationId}, project_id, 'Service ' || k, 'tocsin-oncall', 'bench-' || project_id || '-' || k, ${start}, ${start}
     from ${projects}, generate_series(1, 8) k`,
    `insert into cost_models (organization_id, project_id, name, created_at, updated_at)
     select ${organizationId}, project_id, 'By activity', ${start}, ${start} from ${projects}`,
    `insert into cost_model_activities (organization_id, cost_model_id, plugin_event_id, response_time_seconds)
     select m.organization_id, m.id, e.id, 300 from cost_models m, plugin_events e where m.organization_id = ${organizationId}`,
    `insert into incident_types (organization_id, project_id, name, description, cost_model_id)
     select ${organizationId}, p.project_id, kind, 'One of the measuring data.', case when kind = 'Security' then m.id end
     from ${projects} join cost_models m on m.project_id = p.project_id, unnest(array['Outage', 'Security', 'Data', 'Supplier']) kind`,
    `insert into incident_cost_types (organization_id, project_id, name, description, created_at, updated_at)
     select ${organizationId}, project_id, 'Supplier invoice', 'Entered by hand.', ${start}, ${start} from ${projects}`,
    `create temporary table bench_places on commit drop as
     select p.ord - 1 as ord, p.project_id,
       array(select id from incident_types where project_id = p.project_id order by id) as types,
       array(select id from incident_priorities where project_id = p.project_id order by id) as priorities,
       array(select id from incident_severities where project_id = p.project_id order by id) as severities,
       array(select id from individual_contacts where project_id = p.project_id order by id) as people,
       array(select id from tags where project_id = p.project_id order by id) as tags,
       array(select id from services where project_id = p.project_id order by id) as services,
       (select id from incident_cost_types where project_id = p.project_id and not "default" order by id limit 1) as invoice_type
     from ${projects}`,
  ];
};
