export { createTask } from './create-task.ts';
export { tasks } from './resource.ts';
export { IncidentTask, TaskRead, TaskReadMinimal, TicketRead } from './shapes.ts';
export type { TaskStatus } from './task.ts';
export { resolveTask } from './update-task.ts';
