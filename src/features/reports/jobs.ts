import type { Flow } from '../../core/jobs.ts';
import { reportFlow } from './report-document.ts';

export const flows: Flow[] = [reportFlow];
