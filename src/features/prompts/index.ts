export { PromptRead } from './resource.ts';
