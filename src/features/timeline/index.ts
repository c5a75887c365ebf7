export { addEvent } from './add-event.ts';
export { EventRead } from './shapes.ts';
