import { member } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { WorkflowInstanceRead, workflowInstances, workflows } from './resource.ts';
import { runWorkflow, WorkflowInstanceCreate } from './run-workflow.ts';

const run = route({
  method: 'post',
  path: '/{organization}/workflows/{workflow_id}/run',
  tag: 'workflows',
  summary: 'Runs a workflow for an incident, a case or a signal; the engine is called after the answer',
  access: member,
  errors: [403],
  body: WorkflowInstanceCreate,
  answer: WorkflowInstanceRead.schema,
  handle: async (ctx, { params, body }) => new JsonText(await runWorkflow(ctx, params.workflow_id as number, body)),
});

export const routes: Route[] = [...resourceRoutes(workflows), ...resourceRoutes(workflowInstances), run];
