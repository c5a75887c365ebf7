import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { EndedShift } from '../../plugin-sdk/capabilities.ts';
import { queueMail } from '../mail/index.ts';
import { shiftsEnded } from '../oncall/index.ts';
import { EFFORTS } from './service-feedback.ts';
import { loadOf, type ShiftLoad } from './shift-load.ts';

/** So that a day without a running scheduler loses no shift; a shift that was asked about is not asked about again. */
const LOOK_BACK_MS = 48 * 3_600_000;
const MOST_SERVICES = 1000;

type Service = { id: number; name: string; external_id: string; project_id: number };

/**
 * Asks everybody whose shift of a service with health metrics has ended how it was: one mail per shift.
 * @throws Error names the services whose plug-in did not answer; the others were asked about
 */
export async function askAfterShifts(inside: Context, at: Date): Promise<void> {
  const failed: string[] = [];
  for (const service of await measuredServices(inside)) {
    try {
      const shifts = await shiftsEnded(inside, service.id, { after: new Date(at.getTime() - LOOK_BACK_MS), until: at });
      for (const shift of shifts ?? []) await ask(inside, service, shift);
    } catch (error) {
      failed.push(`${service.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed.length) throw new Error(failed.join('; '));
}

const measuredServices = (ctx: Context): Promise<Service[]> =>
  ctx.db
    .selectFrom('services')
    .select(['id', 'name', 'external_id', 'project_id'])
    .where('organization_id', '=', ctx.tenant.id)
    .where('is_active', '=', true)
    .where('health_metrics', '=', true)
    .where('shift_hours_type', 'in', [12, 24])
    .orderBy('id')
    .limit(MOST_SERVICES)
    .execute();

async function ask(ctx: Context, service: Service, shift: EndedShift) {
  const load = await loadOf(ctx, shift.email, { after: shift.from, until: shift.until });
  await transaction(ctx, (tx) =>
    queueMail(tx, {
      key: `shift-feedback-${service.id}-${shift.until.toISOString()}`,
      to: [shift.email],
      subject: `How was your shift for ${service.name}?`,
      projectId: service.project_id,
      markdown: question(tx, service, shift, load),
      actions: [{ label: 'How the API works', url: `${tx.settings.uiUrl}/api/v1/docs` }],
    }),
  );
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function question(ctx: Context, service: Service, shift: EndedShift, load: ShiftLoad): string {
  const { num_incidents, num_cases, num_participants } = load;
  return [
    `Your shift for **${service.name}** lasted from ${minute(shift.from)} to ${minute(shift.until)}.`,
    `In it you led ${counted(num_incidents, 'new incident')} and ${counted(num_cases, 'new case')}, with ${counted(num_participants, 'participant')}.`,
    'How much effort was it, how many hours did it take outside your working hours, and what should change? Your answer is read by the administrators, who plan the rotations.',
    `Send it with your token to the API; \`rating\` is one of: ${EFFORTS.map((one) => `“${one}”`).join(', ')}.`,
    `\`\`\`\nPOST ${ctx.settings.uiUrl}/api/v1/${ctx.tenant.slug}/service_feedback\n\n${JSON.stringify(answer(service, shift), null, 2)}\n\`\`\``,
    'Leave `individual` out to stay anonymous; leave out `schedule` and the times as well, because they tell who was on call.',
  ].join('\n\n');
}

/** What to send, complete but for one's opinion. */
const answer = ({ external_id, project_id }: Service, { email, from, until }: EndedShift) => ({
  rating: 'Little effort',
  hours: 0,
  feedback: '',
  individual: { email },
  project: { id: project_id },
  schedule: external_id,
  shift_start_at: from.toISOString(),
  shift_end_at: until.toISOString(),
});
