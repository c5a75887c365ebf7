import type { Workflow, WorkflowCall } from '../../plugin-sdk/capabilities.ts';
import { plugin } from '../../plugin-sdk/catalogue.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { isJson, readAnswer } from './answer.ts';
import { type Ask, engineClient } from './client.ts';
import { Configuration } from './config.ts';

/** Any engine that can be spoken to over HTTP. */
export const genericWorkflowPlugin = plugin({
  slug: 'generic-workflow',
  title: 'Workflows over HTTP',
  type: 'workflow',
  description: 'Starts workflows in any engine with an HTTP interface, and shows how far they are.',
  author: 'Tocsin',
  author_url: '/api/v1/docs',
  version: '1.0.0',
  // A workflow names its instance, so that a project may have several engines.
  multiple: true,
  configuration: Configuration,
  create: (configuration, host) => engine(engineClient(configuration, host.fetch)),
});

const keyOf = ({ instanceId }: WorkflowCall) => `workflow-instance-${instanceId}`;

function engine(ask: Ask): Workflow {
  const state = async (call: WorkflowCall, id: string, signal: AbortSignal) => {
    const text = await ask({ method: 'GET', query: questionOf(call), signal });
    // A page to sign in at, most likely: taken for "nothing known" it would have the run started again.
    if (text !== undefined && !isJson(text))
      throw new PluginError('The workflow engine answered something that is no JSON. Check its address in the settings.');
    return readAnswer(text, id);
  };
  return {
    find: (key, call, signal) => state(call, key, signal),
    get: (run, call, signal) => state(call, run.resource_id || keyOf(call), signal),
    run: async (key, { workflowId, parameters }, signal) => {
      const body = { workflow_id: workflowId, params: parameters };
      const answer = await ask({ method: 'POST', body, headers: { 'idempotency-key': key }, signal });
      return readAnswer(answer, key) ?? { ...NOTHING_SAID, resource_id: key };
    },
  };
}

const NOTHING_SAID = { resource_type: 'generic-workflow-run', weblink: null, status: undefined, artifacts: [] };

/** The run is named in both manners that engines are written for: by tags and by a parameter of its own. */
const questionOf = ({ workflowId, instanceId }: WorkflowCall): [string, string][] => [
  ['workflow_id', workflowId],
  ['workflow_instance_id', String(instanceId)],
  ['tags', `workflowId:${workflowId}`],
  ['tags', `workflowInstanceId:${instanceId}`],
];
