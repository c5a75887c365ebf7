-- How long each status lasted is read for all incidents at once: in this order, without sorting, from the index alone.
drop index incident_status_changes_incident;
create index incident_status_changes_incident on incident_status_changes (incident_id, changed_at, id) include (organization_id, status);

-- incidents_closed_listed serves the same questions and more.
drop index incidents_closed;
