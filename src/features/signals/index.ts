export { signalInstances } from './signal-instances.ts';
export { signals } from './signals.ts';
