export { requireMayReplacePassword } from './operations.ts';
export { UserReference } from './shapes.ts';
