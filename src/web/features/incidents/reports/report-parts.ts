import type { Report } from '../../../api/types.ts';

export const TACTICAL = [
  ['conditions', 'Conditions', 'What is the state of things?'],
  ['actions', 'Actions', 'What is being done?'],
  ['needs', 'Needs', 'What is missing?'],
] as const;
export const EXECUTIVE = [
  ['current_status', 'Current status', 'Where do we stand?'],
  ['overview', 'Overview', 'What happened, and whom does it touch?'],
  ['next_steps', 'Next steps', 'What comes next, and when?'],
] as const;

const LABELS = new Map<string, string>([...TACTICAL, ...EXECUTIVE].map(([key, label]) => [key, label]));

/** The parts of a report that say something, in the order of its form. */
export function reportParts({ details }: Pick<Report, 'details'>): { label: string; text: string }[] {
  const order = [...LABELS.keys()];
  return Object.entries(details ?? {})
    .filter((one): one is [string, string] => typeof one[1] === 'string' && one[1].trim() !== '' && LABELS.has(one[0]))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([key, text]) => ({ label: LABELS.get(key) ?? key, text }));
}
