import type { components } from '../../../api/schema.d.ts';
import type { CostLine } from '../../../api/types.ts';

type Line = components['schemas']['IncidentCostUpdate'];
type CostType = CostLine['incident_cost_type'];

const asSent = ({ id, amount, incident_cost_type }: CostLine): Line => ({ id, amount, incident_cost_type });

/** All lines with one more, or with one changed. @param id of the line that changes; undefined: a new one */
export function withLine(lines: readonly CostLine[], id: number | undefined, amount: number, type: CostType): Line[] {
  const line: Line = { amount, incident_cost_type: type, ...(id !== undefined && { id }) };
  return id === undefined ? [...lines.map(asSent), line] : lines.map((one) => (one.id === id ? line : asSent(one)));
}

export const withoutLine = (lines: readonly CostLine[], id: number): Line[] => lines.filter((one) => one.id !== id).map(asSent);
