import { invalid } from '../../../core/errors.ts';
import { isTimeZone, momentOf, wallDate } from '../../../lib/zoned-time.ts';
import { postMessage } from '../../conversations/index.ts';
import { addEvent } from '../../timeline/index.ts';
import { type Command, usage } from '../command.ts';
import { whenIn } from '../parse.ts';

const timeline: Command = {
  name: 'timeline',
  aliases: ['add-timeline-event', 'event'],
  usage: 'what happened [DATE 2026-11-24] [TIME 16:30] [Europe/Berlin]',
  help: 'Adds an entry to the timeline: now, or at that time; UTC unless a zone is named.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { rest: description, date, time, zone } = whenIn(text.replace(/^DESC[ :]\s*/, ''));
    if (!description) return usage(timeline, 'Say what happened.');
    if (!isTimeZone(zone)) throw invalid('body', `There is no time zone ${zone}; use a name such as Europe/Berlin.`);
    const now = ctx.now();
    const at = date || time ? momentOf(date ?? wallDate(now, zone), time ?? '00:00', zone) : now;
    if (!at) throw invalid('body', `There is no ${[date, time].filter(Boolean).join(' ')}.`);
    await addEvent(ctx, room.subject, { description, started_at: at.toISOString(), type: 'Imported message' });
    return { reply: `Noted for ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.` };
  },
};

const pin: Command = {
  name: 'pin',
  usage: 'text',
  help: 'Says something and pins it above the room.',
  run: async (ctx, room, text) =>
    text ? { message: await postMessage(ctx, room.subject, { body: text, pinned: true }) } : usage(pin, 'Say what is to be pinned.'),
};

const decision: Command = {
  name: 'decision',
  aliases: ['decide'],
  usage: 'text',
  help: 'Says what was decided; it is kept in the timeline.',
  run: async (ctx, room, text) =>
    text ? { message: await postMessage(ctx, room.subject, { body: text, decision: true }) } : usage(decision, 'Say what was decided.'),
};

export const records: Command[] = [timeline, pin, decision];
