import { invalid } from '../../core/errors.ts';
import { parsedJson } from '../../lib/json-text.ts';

/** The sections a welcome may show, in the order in which it shows them. */
export const COMPONENTS = [
  'Title',
  'Description',
  'Visibility',
  'Status',
  'Type',
  'Severity',
  'Priority',
  'Reporter',
  'Commander',
  'Investigation Document',
  'Storage',
  'Conference',
  'Slack Commands',
  'FAQ Document',
] as const;
export type Component = (typeof COMPONENTS)[number];

const isComponent = (value: unknown): value is Component => COMPONENTS.includes(value as Component);

/**
 * @param text JSON text of a list of names; nothing at all means every section
 * @throws invalid it is no list, or names a section that does not exist
 */
export function componentsOf(text: string | null): readonly Component[] {
  if (!text?.trim()) return COMPONENTS;
  const list = parsedJson(text)?.value;
  if (!Array.isArray(list)) throw invalid('components', 'Write the sections as a JSON list of their names, such as ["Title", "Status"].');
  const unknown = list.find((name) => !isComponent(name));
  if (unknown !== undefined)
    throw invalid('components', `There is no section ${JSON.stringify(unknown)}; choose from ${COMPONENTS.join(', ')}.`);
  return COMPONENTS.filter((name) => list.includes(name));
}
