export { signalWorkflowInstances, WorkflowInstanceRead, WorkflowRead, workflows } from './resource.ts';
export { runWorkflow } from './run-workflow.ts';
export { type NewRun, startWorkflow } from './start-workflow.ts';
