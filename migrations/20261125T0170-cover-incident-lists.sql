-- Lists count and skip rows in the index alone: what visibility, the usual filters and the sorts by a dictionary ask for is in it.
create index incidents_listed on incidents (organization_id, id)
  include (visibility, status, project_id, incident_type_id, incident_priority_id, incident_severity_id);
drop index incidents_organization;
create index incidents_reported_listed on incidents (organization_id, reported_at, id)
  include (visibility, status, project_id, incident_type_id, incident_priority_id, incident_severity_id);
drop index incidents_reported;
create index incidents_closed_listed on incidents (organization_id, closed_at, id) include (visibility, status);
create index incidents_stable_listed on incidents (organization_id, stable_at, id) include (visibility, status);

-- Which restricted incidents somebody takes part in is asked for by every list.
create index incidents_restricted_ids on incidents (id) include (closed_at) where visibility = 'Restricted';
drop index incidents_restricted;
create index participants_individual_incident on participants (individual_contact_id, incident_id) include (id);
drop index participants_individual;
