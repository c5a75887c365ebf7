export { IncidentPriorityRead, IncidentPriorityReadMinimal, incidentPriorities } from './incident-priorities.ts';
export { IncidentSeverityRead, IncidentSeverityReadMinimal, incidentSeverities } from './incident-severities.ts';
export { IncidentTypeRead, IncidentTypeReadMinimal, incidentTypes } from './incident-types.ts';
export { type Circumstances, type ResolvedPolicy, resolveRolePolicy } from './resolve-role-policy.ts';
export { PARTICIPANT_ROLES, type PolicyRole } from './role-policy.ts';
