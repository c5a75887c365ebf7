import { job, type Step, type SubjectRef } from '../../core/jobs.ts';

/** @returns the job `refresh-<step>`, which runs a step once more when something changed after its flow was over */
export const again = (step: string, run: Step['run']) =>
  job<{ subject: SubjectRef }>({
    name: `refresh-${step}`,
    timeoutMs: 20_000,
    run: (ctx, { subject }, _job, signal) => run(ctx, subject, signal, undefined),
  });
