export { matchingFilters } from './matching-filters.ts';
export { SearchFilterRead, searchFilters } from './resource.ts';
export { caseJoins, type FilterSubject, incidentJoins, validateExpression } from './subjects.ts';
