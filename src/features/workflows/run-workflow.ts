import Type, { type Static, type TSchema } from 'typebox';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, forbidden, invalid, notFound } from '../../core/errors.ts';
import { Id, nullable, Time } from '../../core/field.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { findJson } from '../../core/list.ts';
import { admin, can, decidedByRole, requirePermission } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { documents } from '../documents/index.ts';
import { findParticipant, subjectRule } from '../participants/index.ts';
import { WorkflowInstanceRead } from './resource.ts';
import { Parameters, STATUSES } from './run.ts';
import { startWorkflow } from './start-workflow.ts';
import { findWorkflow } from './store.ts';

const Reference = Type.Object({ id: Id, name: Type.Optional(nullable(Type.String())) });
const Person = Type.Unsafe<{ individual?: { email?: unknown } | null }>({
  type: 'object',
  additionalProperties: true,
  description: 'Whoever it is started for, found by `individual.email`, when the caller takes no part in the incident or case.',
});
const optional = <S extends TSchema>(schema: S) => Type.Optional(nullable(schema));
/** Clients send back what they read: it is the engine that says these. */
const told = {
  status: optional(Type.Enum([...STATUSES])),
  resource_type: optional(Type.String()),
  resource_id: optional(Type.String()),
  weblink: optional(Type.String()),
};

export const WorkflowInstanceCreate = named(
  'WorkflowInstanceCreate',
  Type.Object({
    parameters: optional(Parameters),
    run_reason: optional(Type.String({ maxLength: 20_000 })),
    artifacts: optional(Type.Array(documents.createSchema, { maxItems: 50 })),
    incident: optional(Reference),
    case: optional(Reference),
    signal: optional(Reference),
    creator: optional(Person),
    ...told,
    created_at: optional(Time),
    updated_at: optional(Time),
  }),
);
type WorkflowInstanceCreate = Static<typeof WorkflowInstanceCreate>;

/**
 * Runs a workflow: for an incident or a case whoever may change that, for a signal or by itself an administrator. The engine is called
 * after the answer.
 *
 * @returns the run as JSON text
 * @throws not_found no such workflow
 * @throws forbidden the caller may not, or the incident or case does not exist
 * @throws conflict the workflow or its plug-in is disabled
 */
export async function runWorkflow(ctx: Context, workflowId: number, input: WorkflowInstanceCreate): Promise<string> {
  return translated({ noun: 'run of a workflow', table: 'workflow_instances' }, () =>
    transaction(ctx, async (tx) => {
      const workflow = await findWorkflow(tx, workflowId);
      if (!workflow) throw notFound('workflow');
      const subject = await permittedSubject(tx, input);
      const signalId = input.signal ? await existingSignal(tx, input.signal.id) : undefined;
      if (!workflow.enabled) throw conflict(`The workflow ${workflow.name} is disabled. Enable it in the settings first.`);
      if (!workflow.plugin_enabled) throw conflict(`The plug-in ${workflow.plugin} is disabled. Enable it in the settings of the project.`);
      const caller = subject && (await findParticipant(tx, subject, tx.actor.email));
      const creator = caller ?? (subject && (await namedCreator(tx, subject, input.creator)));
      const id = await startWorkflow(tx, {
        workflowId,
        subject,
        signalId,
        parameters: input.parameters ?? [],
        reason: input.run_reason || null,
        creator: creator?.id ?? null,
        by: caller?.name ?? tx.actor.email,
        artifacts: (input.artifacts ?? []) as Record<string, unknown>[],
      });
      return (await findJson(tx, { table: 'workflow_instances' }, WorkflowInstanceRead, id as number)) as string;
    }),
  );
}

async function permittedSubject(tx: Context, input: WorkflowInstanceCreate): Promise<SubjectRef | undefined> {
  if (input.incident && input.case) throw invalid('case', 'A workflow is run for an incident or for a case; leave one of them out.');
  const kind = input.incident ? 'incident' : 'case';
  const id = input[kind]?.id;
  if (id === undefined) {
    await requirePermission(tx, admin);
    return undefined;
  }
  const [rule, row] = subjectRule({ kind, id }, 'edit');
  if (await can(tx, rule, row)) return { kind, id };
  // To whom everything is open, what they cannot reach does not exist; to others the two look the same.
  throw decidedByRole(tx, rule) ? invalid(kind, `There is no ${kind} with the id ${id}.`) : forbidden();
}

async function existingSignal(tx: Context, id: number): Promise<number> {
  const signal = await tx.db
    .selectFrom('signals')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', tx.tenant.id)
    .executeTakeFirst();
  if (!signal) throw invalid('signal', `There is no signal with the id ${id}.`);
  return signal.id;
}

/** Somebody the caller speaks for; who takes no part is nobody here. */
async function namedCreator(tx: Context, subject: SubjectRef, person: WorkflowInstanceCreate['creator']) {
  const email = person?.individual?.email;
  return typeof email === 'string' ? findParticipant(tx, subject, email.trim()) : undefined;
}
