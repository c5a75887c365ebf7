import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { insertOne } from '../../core/write.ts';
import type { WorkflowArtifact } from '../../plugin-sdk/capabilities.ts';
import { documents } from '../documents/index.ts';

const SHORTEST_NAME = 3;
/** Ids of our own name things of ours: from outside they would reach into other documents. */
const OWN_ID = /^tocsin-/;

type Owner = { id: number; project_id: number; incident_id: number | null; case_id: number | null };
type Kept = { id: number; name: string; description: string | null; weblink: string | null; resource_id: string | null };

/** Documents a client sends with a run: what the run is about. They belong to its incident or case and are hidden with it. */
export async function attachDocuments(tx: Context, run: Owner, sent: readonly Record<string, unknown>[]): Promise<void> {
  for (const one of sent) await attach(tx, run, one);
}

/**
 * Keeps what the engine has made so far; what it names again is brought up to date.
 * @returns names of those that are new, and whether anything changed
 */
export async function keepArtifacts(tx: Context, run: Owner, artifacts: readonly WorkflowArtifact[]) {
  if (!artifacts.length) return { added: [], changed: false };
  const known = await artifactsOf(tx, run.id);
  const added: Kept[] = [];
  let changed = false;
  for (const artifact of artifacts.map(usable)) {
    const same = [...known, ...added].find((one) => identityOf(one) === identityOf(artifact));
    if (!same) added.push({ ...artifact, id: await attach(tx, run, artifact) });
    else if (await bringUpToDate(tx, same, artifact)) changed = true;
  }
  return { added, changed: changed || added.length > 0 };
}

const usable = (artifact: WorkflowArtifact): WorkflowArtifact => ({
  ...artifact,
  name: artifact.name.length < SHORTEST_NAME ? `Artifact ${artifact.name}` : artifact.name,
  resource_id: outsideId(artifact.resource_id),
});

const outsideId = (id: unknown) => (typeof id === 'string' && !OWN_ID.test(id) ? id : null);

const identityOf = ({ resource_id, weblink, name }: Omit<WorkflowArtifact, 'description'>) => resource_id ?? weblink ?? name;

async function artifactsOf(tx: Context, runId: number): Promise<Kept[]> {
  return tx.db
    .selectFrom('workflow_instance_artifacts as a')
    .innerJoin('documents as d', 'd.id', 'a.document_id')
    .select(['d.id', 'd.name', 'd.description', 'd.weblink', 'd.resource_id'])
    .where('a.workflow_instance_id', '=', runId)
    .execute();
}

async function attach(tx: Context, run: Owner, document: Record<string, unknown> | WorkflowArtifact): Promise<number> {
  const id = await insertOne(tx, documents, {
    ...document,
    resource_id: outsideId(document.resource_id),
    // The kind is not the sender's choice: kinds make documents into templates and references of the project.
    resource_type: 'dispatch-workflow-artifact',
    project: { id: run.project_id },
  });
  await tx.db.updateTable('documents').set({ incident_id: run.incident_id, case_id: run.case_id }).where('id', '=', id).execute();
  await sql`insert into workflow_instance_artifacts (workflow_instance_id, document_id) values (${run.id}, ${id})`.execute(tx.db);
  return id;
}

async function bringUpToDate(tx: Context, known: Kept, { name, description, weblink }: WorkflowArtifact): Promise<boolean> {
  if (known.name === name && known.description === description && known.weblink === weblink) return false;
  await tx.db.updateTable('documents').set({ name, description, weblink, updated_at: tx.now() }).where('id', '=', known.id).execute();
  return true;
}
