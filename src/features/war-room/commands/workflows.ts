import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { runWorkflow } from '../../workflows/index.ts';
import { type Command, type Room, usage } from '../command.ts';
import { partsIn, wordIn } from '../parse.ts';

const MOST_LISTED = 50;
const REASON = 'reason';

type Workflow = { id: number; name: string; description: string | null; parameters: { key?: unknown; value?: unknown }[] };

const workflowsOf = async (ctx: Context, { projectId }: Room): Promise<Workflow[]> =>
  (
    await sql<Workflow>`
      select id, name, description, parameters from workflows
      where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and enabled order by name limit 200`.execute(ctx.db)
  ).rows;

/** Names may have spaces and begin like one another: the longest that fits is meant. */
function meant(workflows: Workflow[], text: string): Workflow | undefined {
  const typed = text.toLowerCase();
  const fits = ({ name }: Workflow) => typed === name.toLowerCase() || typed.startsWith(`${name.toLowerCase()} `);
  return workflows.filter(fits).sort((a, b) => b.name.length - a.name.length)[0];
}

const keysOf = ({ parameters }: Workflow) => parameters.flatMap(({ key }) => (typeof key === 'string' && key ? [key] : []));

const run: Command = {
  name: 'run-workflow',
  usage: 'workflow [reason: …] [parameter: …]',
  help: 'Runs one of the project’s workflows for this room’s incident or case.',
  run: async (ctx, room, text) => {
    const workflows = await workflowsOf(ctx, room);
    const workflow = meant(workflows, text);
    if (!workflow) return usage(run, offer(workflows));
    const keys = keysOf(workflow);
    const { lead, parts } = partsIn(text.slice(workflow.name.length), [REASON, ...keys]);
    if (lead) return usage(run, keys.length ? `Name the parameters of ${workflow.name}: ${keys.join(', ')}.` : 'Name the reason.');
    const { kind, id } = room.subject;
    await runWorkflow(ctx, workflow.id, {
      [kind]: { id },
      run_reason: parts.get(REASON) ?? null,
      parameters: workflow.parameters.map((one) => ({ ...one, value: parts.get(wordIn(String(one.key))) ?? one.value })),
    });
    return { reply: `${workflow.name} is being started; the room hears how it goes.` };
  },
};

function offer(workflows: Workflow[]): string {
  if (!workflows.length) return 'This project has no workflow that is enabled.';
  const lines = workflows.map((one) => `- ${one.name}${keysOf(one).length ? ` (${keysOf(one).join(', ')})` : ''}`);
  return `Say which workflow:\n\n${lines.join('\n')}`;
}

type Run = { name: string; status: string; reason: string | null; creator: string | null; weblink: string | null; artifacts: Artifact[] };
type Artifact = { name: string; weblink: string | null };

const list: Command = {
  name: 'list-workflows',
  aliases: ['workflows'],
  usage: '',
  help: 'Lists the workflows that were run here, and what they left.',
  run: async (ctx, { subject }) => {
    const { rows } = await sql<Run>`
      select coalesce(w.name, 'a workflow that was deleted') as name, r.status, r.run_reason as reason, c.name as creator, r.weblink,
        (select coalesce(json_agg(json_build_object('name', d.name, 'weblink', d.weblink) order by d.id), '[]')
          from workflow_instance_artifacts a join documents d on d.id = a.document_id where a.workflow_instance_id = r.id) as artifacts
      from workflow_instances r left join workflows w on w.id = r.workflow_id
      left join participants p on p.id = r.creator_id left join individual_contacts c on c.id = p.individual_contact_id
      where ${sql.ref(`r.${subject.kind}_id`)} = ${subject.id} and r.organization_id = ${ctx.tenant.id}
      order by r.id desc limit ${sql.lit(MOST_LISTED)}`.execute(ctx.db);
    return { reply: rows.length ? rows.map(runLine).join('\n') : 'No workflow was run here.' };
  },
};

const linked = ({ name, weblink }: Artifact) => (weblink ? `[${name}](${weblink})` : name);

function runLine({ name, status, reason, creator, weblink, artifacts }: Run): string {
  const by = creator ? `, from ${creator}` : '';
  const left = artifacts.length ? ` — left ${artifacts.map(linked).join(', ')}` : '';
  return `- **${linked({ name, weblink })}** ${status}${by}${reason ? `: ${reason}` : ''}${left}`;
}

export const workflows: Command[] = [run, list];
