export { UserReference } from './shapes.ts';
