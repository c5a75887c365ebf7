import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, type Flow, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { archiveRoom, askForFeedback, inviteAgain, setTopic, unarchiveRoom, updateTicket } from '../../assembly/index.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** Those who worked in a channel of the case's own are asked how it went. */
async function askHowItWent(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ dedicated: boolean; open: boolean }>`
    select dedicated_channel as dedicated, visibility = 'Open' as open from cases where id = ${subject.id}`.execute(ctx.db);
  if (!rows[0]?.dedicated) return new Skip('A case without a channel of its own asks for no feedback.');
  if (!rows[0].open) return new Skip('A restricted case asks for no feedback.');
  return askForFeedback(ctx, subject);
}

export const closedFlow: Flow = {
  name: 'case-closed',
  steps: [
    { name: 'ask-for-feedback', title: 'Ask everybody how it went', run: askHowItWent },
    { name: 'archive-when-closed', title: 'Archive the room', run: archiveRoom },
  ],
};

export const reopenedFlow: Flow = {
  name: 'case-reopened',
  steps: [
    { name: 'unarchive-conversation', title: 'Open the room again', priority: 50, run: unarchiveRoom },
    { name: 'invite-again', title: 'Bring people back', after: ['unarchive-conversation'], run: inviteAgain },
    { name: 'set-topic-again', title: 'Set the topic of the room', after: ['unarchive-conversation'], run: setTopic },
    { name: 'update-ticket-again', title: 'Bring the ticket up to date', run: updateTicket },
  ],
};
