export { CasePriorityRead, casePriorities } from './case-priorities.ts';
export { CaseSeverityRead, caseSeverities } from './case-severities.ts';
export { CaseTypeRead, caseTypes } from './case-types.ts';
