export { changeStatus } from './change-status.ts';
export { createIncident } from './create-incident.ts';
export { deleteIncident } from './delete-incident.ts';
export { type ChangeIncident, type CreateIncident, type IncidentStatus, STATUSES } from './incident.ts';
export { addToIncident, changeRole, joinIncident, removeFromIncident, subscribeToIncident } from './join-incident.ts';
export { getIncidentJson } from './reads.ts';
export { incidents } from './resource.ts';
export { IncidentRead, IncidentReadBasic, IncidentReadMinimal } from './shapes.ts';
export { updateIncident } from './update-incident.ts';
