import type { Condition, Filter } from '../../../api/list.ts';
import type { ReferenceName } from '../references.ts';

/** What a rule of a search filter can be about. */
export type Subject = { label: string; model: string } & (
  | { field: 'id'; of: ReferenceName }
  | { field: 'status' | 'visibility'; values: string[] }
);

export const SUBJECTS = {
  type: { label: 'Type', model: 'IncidentType', field: 'id', of: 'incident_type' },
  priority: { label: 'Priority', model: 'IncidentPriority', field: 'id', of: 'incident_priority' },
  severity: { label: 'Severity', model: 'IncidentSeverity', field: 'id', of: 'incident_severity' },
  tag: { label: 'Tag', model: 'Tag', field: 'id', of: 'tag' },
  tag_type: { label: 'Tag type', model: 'TagType', field: 'id', of: 'tag_type' },
  project: { label: 'Project', model: 'Project', field: 'id', of: 'project' },
  status: { label: 'Status', model: 'Incident', field: 'status', values: ['Active', 'Stable', 'Closed'] },
  visibility: { label: 'Visibility', model: 'Incident', field: 'visibility', values: ['Open', 'Restricted'] },
} satisfies Record<string, Subject>;

export type SubjectName = keyof typeof SUBJECTS;
/** One line of the builder: the subject is, or is not, any of the values. Values are ids, names or words. */
export type Rule = {
  subject: SubjectName;
  not: boolean;
  values: (number | string)[] /** values are names rather than ids, as old filters have them */;
  byName?: boolean;
};

/** The filter language for some rules, all of which must hold. Rules without a value say nothing. */
export function expressionOf(rules: readonly Rule[]): Filter[] {
  return rules
    .filter((rule) => rule.values.length)
    .map(({ subject, not, values, byName }) => {
      const { model, field } = SUBJECTS[subject];
      const any: Filter = { or: values.map((value) => ({ model, field: byName ? 'name' : field, op: '==', value })) };
      return not ? { not: [any] } : any;
    });
}

/** @returns the rules an expression consists of, or undefined when it says more than rules can */
export function rulesOf(expression: unknown): Rule[] | undefined {
  const specs = flattened(expression);
  const rules = specs?.map(ruleOf);
  return rules?.every((rule) => rule !== undefined) ? (rules as Rule[]) : undefined;
}

/** A list and a lone `and` both mean that everything holds. */
function flattened(expression: unknown): unknown[] | undefined {
  if (Array.isArray(expression)) {
    const parts = expression.map((one) => (hasKey(one, 'and') ? flattened(one.and) : [one]));
    return parts.every((one) => one !== undefined) ? parts.flat() : undefined;
  }
  return hasKey(expression, 'and') ? flattened(expression.and) : undefined;
}

const hasKey = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;

function ruleOf(spec: unknown): Rule | undefined {
  if (hasKey(spec, 'not') && Array.isArray(spec.not) && spec.not.length === 1) {
    const rule = ruleOf(spec.not[0]);
    return rule && !rule.not ? { ...rule, not: true } : undefined;
  }
  const conditions = hasKey(spec, 'or') ? (Array.isArray(spec.or) ? spec.or : []) : [spec];
  const [first] = conditions as Condition[];
  if (!first || !conditions.every((one) => isAlike(one, first))) return undefined;
  const found = Object.entries(SUBJECTS).find(
    ([, { model, field }]) => model === first.model && (field === first.field || (field === 'id' && first.field === 'name')),
  );
  if (!found) return undefined;
  const [subject, { field }] = found;
  return {
    subject: subject as SubjectName,
    not: false,
    values: (conditions as Condition[]).map((one) => one.value as number | string),
    ...(first.field === 'name' && field === 'id' && { byName: true }),
  };
}

const isAlike = (one: unknown, first: Condition): boolean =>
  hasKey(one, 'field') &&
  one.field === first.field &&
  (one as Condition).model === first.model &&
  ['==', 'eq', undefined].includes((one as Condition).op) &&
  ['string', 'number'].includes(typeof (one as Condition).value);
