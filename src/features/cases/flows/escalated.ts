import type { Context } from '../../../core/context.ts';
import { record } from '../../../core/history.ts';
import { type Finish, type Flow, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { effectKey, resourceOf, updateTicket, withPlugin } from '../../assembly/index.ts';
import { postNotice } from '../../conversations/index.ts';
import { activeEmails, describeSubject, maskSubject } from '../../participants/index.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** The flow is started with the id of the incident that the case became. */
const incidentOf = (occasion: number | undefined): SubjectRef => ({ kind: 'incident', id: occasion ?? 0 });

/** Whoever works on the incident reaches the files of the case as well. */
const shareFiles = (ctx: Context, subject: SubjectRef, signal: AbortSignal, occasion: number | undefined): Outcome =>
  withPlugin(ctx, subject, 'storage', signal, async ({ plugin, title }) => {
    const storage = await resourceOf(ctx, subject, 'storages');
    if (!storage) return new Skip('The case has no files.');
    const emails = new Set([...(await activeEmails(ctx, subject)), ...(await activeEmails(ctx, incidentOf(occasion)))]);
    await plugin.grant(storage, [...emails], signal);
    return (tx) => record(tx, subject, { source: title, description: 'Those who work on the incident may use the files of the case.' });
  });

/** Says in the room of the case where it goes on. */
async function tellRoom(ctx: Context, subject: SubjectRef, _signal: AbortSignal, occasion: number | undefined): Outcome {
  const incident = incidentOf(occasion);
  const { name, url, title, visibility } = maskSubject(await describeSubject(ctx, incident));
  const text =
    visibility === 'Open' ? `This case is now the incident **[${name}](${url})**: ${title}.` : 'This case is now a restricted incident.';
  return (tx) => postNotice(tx, subject, { text, key: effectKey(incident, 'escalated') });
}

export const escalatedFlow: Flow = {
  name: 'case-escalated',
  steps: [
    { name: 'tell-room', title: 'Say in the room where it goes on', priority: 30, run: tellRoom },
    { name: 'share-files', title: 'Share the files with the incident', timeoutMs: 20_000, run: shareFiles },
    { name: 'update-ticket-when-escalated', title: 'Bring the ticket up to date', run: updateTicket },
  ],
};
