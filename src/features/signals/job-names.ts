/** Looks at what came in. */
export const PROCESS_JOB = 'process-signal-instance';
/** The same for all that is waiting of one definition. */
export const PROCESS_WAITING_JOB = 'process-waiting-signal-instances';
/** Goes on when somebody has confirmed, or not, that it was them. */
export const CONFIRM_JOB = 'confirm-engagement';
