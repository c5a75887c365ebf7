import { compileFilter, type Filterable } from '../../core/filter.ts';
import { down, type Hop, up } from '../../core/paths.ts';

export type FilterSubject = 'incident' | 'case';

/** A person reached through a participant of the subject. */
const holder = (table: 'incidents' | 'cases', column: string): readonly Hop[] => [
  up(table, column),
  up('participants', 'individual_contact_id'),
];
const anybody = (column: 'incident_id' | 'case_id'): readonly Hop[] => [
  down('participants', column),
  up('participants', 'individual_contact_id'),
];

/** The filter language's own words for people of an incident. */
export const incidentJoins = {
  Commander: holder('incidents', 'commander_id'),
  Reporter: holder('incidents', 'reporter_id'),
  Participant: anybody('incident_id'),
  IndividualContact: anybody('incident_id'),
} satisfies Filterable['joins'];

/** The same for a case. */
export const caseJoins = {
  Assignee: holder('cases', 'assignee_id'),
  Reporter: holder('cases', 'reporter_id'),
  Participant: anybody('case_id'),
  IndividualContact: anybody('case_id'),
} satisfies Filterable['joins'];

/** What a saved filter is evaluated against. */
export const SUBJECTS: Record<FilterSubject, Filterable> = {
  incident: { table: 'incidents', joins: incidentJoins },
  case: { table: 'cases', joins: caseJoins },
};

/** @throws invalid the expression names something that does not exist, or is no filter */
export function validateExpression(subject: FilterSubject, expression: unknown): void {
  compileFilter(SUBJECTS[subject], expression);
}
