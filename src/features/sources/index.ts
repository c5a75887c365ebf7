export { alerts } from './alerts.ts';
export { queries } from './queries.ts';
export { SourceNested, sources } from './sources.ts';
