import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import {
  bool,
  computed,
  echoed,
  type Field,
  id,
  json,
  linked,
  name,
  nullable,
  onCreate,
  one,
  oneOf,
  required,
  requiredText,
  text,
  theOne,
  time,
  writeOnly,
} from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { DocumentRead } from '../documents/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { ofSubject, ParticipantRead } from '../participants/index.ts';
import { PluginInstanceReadMinimal } from '../plugins/index.ts';
import { endRunsOf } from './end-runs.ts';
import { Parameters, STATUSES } from './run.ts';

/** Automation that an engine outside runs: what it is called there, and what is asked before it starts. */
export const workflows = resource({
  table: 'workflows',
  path: '/workflows',
  tag: 'workflows',
  noun: 'workflow',
  model: 'Workflow',
  fields: {
    id: id(),
    name: name(),
    description: {
      ...text({ maxLength: 20_000 }),
      sql: ({ alias }: { alias: string }) => `coalesce(nullif(${alias}.description, ''), 'No Description')`,
    },
    enabled: bool(),
    parameters: json(Parameters),
    resource_id: requiredText({ maxLength: 1000 }),
    plugin_instance: required(theOne(PluginInstanceReadMinimal, 'plugin_instance_id', { by: ['id'], inProject: true })),
    project: required(onCreate(writeOnly(theOne(ProjectRead, 'project_id')))),
    created_at: echoed(time()),
    updated_at: echoed(time()),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: { beforeWrite: requireEngine, beforeDelete: endRunsOf },
});

export const WorkflowRead = workflows.read;

async function requireEngine(tx: Context, { plugin_instance_id: instanceId }: Record<string, unknown>): Promise<void> {
  if (instanceId === undefined) return;
  const plugin = await tx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['p.title', 'p.type'])
    .where('i.id', '=', instanceId as number)
    .executeTakeFirstOrThrow();
  if (plugin.type !== 'workflow') throw invalid('plugin_instance', `${plugin.title} runs no workflows; choose a plug-in of type workflow.`);
}

const subject = <N extends string>(model: N, table: 'incidents' | 'cases' | 'signals') => shape(model, table, { id: id(), name: text() });

/** One run of a workflow: for an incident or a case, because of a signal, or by itself. */
export const workflowInstances = resource({
  table: 'workflow_instances',
  path: '/workflows/instances',
  tag: 'workflows',
  noun: 'run of a workflow',
  model: 'WorkflowInstance',
  fields: {
    id: id(),
    resource_type: text(),
    resource_id: text(),
    weblink: text(),
    status: oneOf([...STATUSES]),
    run_reason: text(),
    parameters: json(Parameters),
    last_error: text(),
    signal_instance_id: computed(nullable(Type.String({ format: 'uuid' })), (alias) => `${alias}.signal_instance_id`),
    created_at: time(),
    updated_at: time(),
    workflow: one(WorkflowRead, 'workflow_id'),
    creator: one(ParticipantRead, 'creator_id'),
    incident: one(subject('WorkflowIncident', 'incidents'), 'incident_id'),
    case: one(subject('WorkflowCase', 'cases'), 'case_id'),
    signal: one(subject('WorkflowSignal', 'signals'), 'signal_id'),
    artifacts: linked(DocumentRead, { links: 'workflow_instance_artifacts', from: 'workflow_instance_id', target: 'document_id' }),
  },
  rules: { get: member },
  visible: (ctx, alias) => allowed(ctx, ofSubject('view'), alias),
});

/** Shown below its incident or its case: whoever sees that sees the run. */
export const WorkflowInstanceRead = workflowInstances.read;

/** A signal that fires day and night has no end of runs: so many of the newest are shown below it. */
const MOST_BELOW_SIGNAL = 10;
const isOpen = (kind: 'incident' | 'case') =>
  `not exists (select 1 from ${kind}s wr where wr.id = w.${kind}_id and wr.visibility <> 'Open')`;

/** The newest runs below a signal, which every member sees: those for restricted incidents and cases are not among them, whoever reads. */
export const signalWorkflowInstances: Field<ReturnType<typeof Type.Array<typeof WorkflowInstanceRead.schema>>> = {
  read: Type.Array(WorkflowInstanceRead.schema),
  sql: ({ alias, depth }, _key, include) => {
    const inner = `t${depth + 1}`;
    return `(select coalesce(json_agg(${WorkflowInstanceRead.object({ alias: inner, depth: depth + 1 }, include)} order by ${inner}.id), '[]'::json)
      from (select w.* from workflow_instances w where w.signal_id = ${alias}.id and ${isOpen('incident')} and ${isOpen('case')}
        order by w.id desc limit ${MOST_BELOW_SIGNAL}) ${inner})`;
  },
};
