import type { Incident } from '../../api/types.ts';

/** What the server has in this field until somebody says how the incident was resolved; older ones have the other sentence. */
const NOT_YET = [
  'Not written yet: describe here what was done and what ended the incident.',
  'Description of the actions taken to resolve the incident.',
];

/** How the incident was resolved, in somebody's words; empty while nobody has written any. */
export const resolutionOf = ({ resolution }: Pick<Incident, 'resolution'>): string =>
  !resolution || NOT_YET.includes(resolution) ? '' : resolution;
