export { type CaseStatus, type ChangeCase, type CreateCase, RESOLUTION_REASONS, STATUSES as CASE_STATUSES } from './case.ts';
export { type AlertWishes, createCase } from './create-case.ts';
export { escalateCase } from './escalate-case.ts';
export { getCaseJson } from './reads.ts';
export { cases } from './resource.ts';
export { CaseRead, CaseReadBasic, CaseReadMinimal } from './shapes.ts';
export { updateCase } from './update-case.ts';
