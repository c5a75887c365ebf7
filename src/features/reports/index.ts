export { createExecutiveReport, createTacticalReport } from './create-report.ts';
export { partsOf, type ReportType } from './report.ts';
export { ReportRead } from './shapes.ts';
export { lastReport } from './store.ts';
