export { changeStatus } from './change-status.ts';
export { createIncident } from './create-incident.ts';
export { deleteIncident } from './delete-incident.ts';
export { type ChangeIncident, CreateIncident, type IncidentStatus, STATUSES } from './incident.ts';
export { getIncidentJson } from './reads.ts';
export { incidents } from './resource.ts';
export { IncidentPage, IncidentRead, IncidentReadBasic, IncidentReadMinimal } from './shapes.ts';
export { subscribeToIncident } from './subscribe-to-incident.ts';
export { updateIncident } from './update-incident.ts';
