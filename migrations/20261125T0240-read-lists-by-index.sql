-- What the application lists, narrows and sorts by is read from indexes: which rows there are, which of them the caller may see, and in
-- which order, without a look at the rows themselves. test/plans holds lists to it.

-- With the name, so that what belongs to incidents and cases can be sorted by it.
create index incidents_listed_names on incidents (organization_id, id)
  include (visibility, status, project_id, incident_type_id, incident_priority_id, incident_severity_id, name);
drop index incidents_listed;
alter index incidents_listed_names rename to incidents_listed;
create index cases_listed_names on cases (organization_id, id)
  include (visibility, status, project_id, case_type_id, case_priority_id, case_severity_id, name);
drop index cases_listed;
alter index cases_listed_names rename to cases_listed;

create index cases_title_order on cases (organization_id, title, id);
create index cases_triage_listed on cases (organization_id, triage_at, id) include (visibility, status);
create index cases_escalated_listed on cases (organization_id, escalated_at, id) include (visibility, status);

-- Whose incident is restricted is hidden with it: the incident is in each of these.
create index tasks_listed on tasks (organization_id, id) include (incident_id);
drop index tasks_organization;
create index tasks_status_listed on tasks (organization_id, status, id) include (incident_id);
drop index tasks_status;
create index tasks_due_listed on tasks (organization_id, resolve_by, id) include (incident_id, status);
create index tasks_created_listed on tasks (organization_id, created_at, id) include (incident_id, status);
create index tasks_resolved_listed on tasks (organization_id, resolved_at, id) include (incident_id);
create index tasks_source_listed on tasks (organization_id, source, id) include (incident_id);
create index tasks_description_part on tasks using gin (description gin_trgm_ops);

create index documents_listed on documents (organization_id, id) include (incident_id, case_id);
drop index documents_organization;
create index documents_name_order on documents (organization_id, name, id) include (incident_id, case_id);
create index documents_created_listed on documents (organization_id, created_at, id) include (incident_id, case_id);
create index documents_kind on documents (organization_id, resource_type, id);
create index documents_search on documents using gin (search);
create index documents_name_part on documents using gin (name gin_trgm_ops);
