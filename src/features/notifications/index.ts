export { type Changes, createdMessage } from './messages.ts';
export { notifySubject } from './notify-subject.ts';
export { NotificationRead } from './resource.ts';
