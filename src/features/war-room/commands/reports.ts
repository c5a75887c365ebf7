import type { Context } from '../../../core/context.ts';
import { createExecutiveReport, createTacticalReport, lastReport, partsOf, type ReportType } from '../../reports/index.ts';
import { type Command, type Outcome, type Room, usage } from '../command.ts';
import { partsIn } from '../parse.ts';

const TACTICAL: ReportType = 'Tactical Report';
const EXECUTIVE: ReportType = 'Executive Report';
const words = (type: ReportType) => Object.keys(partsOf(type)).map((key) => key.replaceAll('_', ' '));

const tactical: Command = {
  name: 'tactical-report',
  aliases: ['report-tactical'],
  only: 'incident',
  usage: 'conditions: … actions: … needs: …',
  help: 'Says what is known, done and needed; alone it shows the last report to go on from.',
  run: (ctx, room, text) =>
    write(ctx, room, tactical, TACTICAL, text, async (parts) => {
      await createTacticalReport(ctx, room.subject.id, {
        conditions: parts.get('conditions') ?? '',
        actions: parts.get('actions') ?? '',
        needs: parts.get('needs') ?? '',
      });
      return 'The tactical report is pinned in the room and on its way by mail.';
    }),
};

const executive: Command = {
  name: 'executive-report',
  aliases: ['report-executive'],
  only: 'incident',
  usage: 'current status: … overview: … next steps: …',
  help: 'Tells those who wait outside; alone it shows the last report to go on from.',
  isShown: true,
  run: (ctx, room, text) =>
    write(ctx, room, executive, EXECUTIVE, text, async (parts) => {
      await createExecutiveReport(ctx, room.subject.id, {
        current_status: parts.get('current status') ?? '',
        overview: parts.get('overview') ?? '',
        next_steps: parts.get('next steps') ?? '',
      });
      return 'The executive report is on its way by mail; its document is being made.';
    }),
};

type Send = (parts: Map<string, string>) => Promise<string>;

async function write(ctx: Context, room: Room, command: Command, type: ReportType, text: string, send: Send): Promise<Outcome> {
  if (!text) return draft(ctx, room, command, type);
  const { lead, parts } = partsIn(text, words(type));
  if (lead || !parts.size) return usage(command, 'Name the parts of the report.');
  return { reply: await send(parts) };
}

/** The last report as a command to edit, open tasks added to the actions. */
async function draft(ctx: Context, room: Room, { name }: Command, type: ReportType): Promise<Outcome> {
  const last = await lastReport(ctx, room.subject.id, type);
  const open = type === TACTICAL ? await openTasks(ctx, room.subject.id) : [];
  const lines = Object.keys(partsOf(type)).map((key) => {
    const before = last?.details[key] ?? '';
    const content = key === 'actions' ? [before, ...open.filter((task) => !before.includes(task))].filter(Boolean).join('; ') : before;
    return `${key.replaceAll('_', ' ')}: ${content || '…'}`;
  });
  return { isIdle: true, reply: `Edit this and send it:\n\n\`\`\`\n/${name}\n${lines.join('\n')}\n\`\`\`` };
}

async function openTasks(ctx: Context, incidentId: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('tasks')
    .select('description')
    .where('incident_id', '=', incidentId)
    .where('organization_id', '=', ctx.tenant.id)
    .where('status', '=', 'Open')
    .orderBy('id')
    .limit(50)
    .execute();
  return rows.map((row) => row.description);
}

export const reports: Command[] = [tactical, executive];
