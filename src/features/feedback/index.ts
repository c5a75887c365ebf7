export { feedback } from './resource.ts';
export { FeedbackRead } from './shapes.ts';
