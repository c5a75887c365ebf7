export { PROCESS_JOB, PROCESS_WAITING_JOB } from './job-names.ts';
export { queueWaiting } from './queue-waiting.ts';
export { signalInstances } from './signal-instances.ts';
export { signals } from './signals.ts';
