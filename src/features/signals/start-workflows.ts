import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { startWorkflow } from '../workflows/index.ts';
import type { Waiting } from './waiting.ts';

type Parameter = { key?: unknown; value?: unknown };

/** Starts what is to run for each case of the definition. A parameter whose value names a type of entity is given the entity itself. */
export async function startWorkflows(tx: Context, instance: Waiting, caseId: number): Promise<void> {
  const { rows } = await sql<{ id: number; parameters: Parameter[] }>`
    select w.id, w.parameters from signal_workflows l join workflows w on w.id = l.workflow_id
    where l.signal_id = ${instance.signal_id} and w.enabled order by w.id`.execute(tx.db);
  if (!rows.length) return;
  const values = await valuesByType(tx, instance);
  for (const { id, parameters } of rows) {
    await startWorkflow(tx, {
      workflowId: id,
      subject: { kind: 'case', id: caseId },
      signalId: instance.signal_id,
      signalInstanceId: instance.id,
      parameters: parameters.flatMap(({ key, value }) => {
        const entity = values.get(String(value));
        return entity === undefined ? [] : [{ key, value: entity }];
      }),
      reason: 'Started by a signal that opened the case.',
      creator: null,
    });
  }
}

/** The first entity of each type, by the name of the type. */
async function valuesByType(tx: Context, { id }: Waiting): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; value: string }>`
    select distinct on (t.name) t.name, e.value from signal_instance_entities l join entities e on e.id = l.entity_id
    join entity_types t on t.id = e.entity_type_id where l.signal_instance_id = ${id} and e.value is not null order by t.name, e.id`.execute(
    tx.db,
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}
