import type { Context } from '../../core/context.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { postNotice } from '../conversations/index.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { type Changes, changeLines, createdMessage, headline, updatedMessage } from './messages.ts';
import { sendToTarget, targetsFor, targetsOf } from './targets.ts';

/**
 * Tells whoever is to hear of it that a subject came to be or changed: the project's notifications whose filters match, and, of a
 * change, the subject's own room while it is open.
 */
export async function notifySubject(
  tx: Context,
  subject: SubjectRef,
  occasion: 'created' | 'updated',
  changes: Changes = {},
): Promise<void> {
  const described = await describeSubject(tx, subject);
  const targets = await targetsFor(tx, subject, described.visibility, await targetsOf(tx, described.projectId));
  const shown = maskSubject(described);
  // A subject is created once and may change at any moment.
  const key = occasion === 'created' ? `${subject.kind}-${subject.id}-created` : `${subject.kind}-${subject.id}-${tx.now().toISOString()}`;
  for (const target of targets) {
    await sendToTarget(tx, target, {
      key,
      subject: headline(shown, occasion),
      text: occasion === 'created' ? createdMessage(shown) : updatedMessage(shown, changes),
      url: shown.url,
      label: described.status === 'Closed' ? 'Look at it' : 'See it or join',
      about: subject,
    });
  }
  if (occasion === 'updated' && described.status !== 'Closed' && Object.keys(changes).length)
    await postNotice(tx, subject, { text: changeLines(changes), key });
  if (occasion === 'created' && targets.length)
    await record(tx, subject, { description: `Notifications were sent: ${targets.map((target) => target.name).join(', ')}.` });
}
