import { type JobDefinition, job, Skip } from '../../core/jobs.ts';
import { inThread } from '../participants/index.ts';
import { findCapability } from '../plugins/index.ts';
import { type Notice, POST_JOB } from './post-notice.ts';
import { conversationOf, projectOf } from './store.ts';

const postMessage = job<Notice & { key: string }>({
  name: POST_JOB,
  run: async (ctx, notice, { subject }, signal) => {
    if (!subject) return new Skip('It says nothing about a subject.');
    const projectId = await projectOf(ctx, subject);
    if (projectId === undefined) return new Skip(`The ${subject.kind} is gone.`);
    const found = await findCapability(ctx, projectId, 'conversation');
    if (!found) return new Skip('No conversation plug-in is enabled in this project.');
    const conversation = await conversationOf(ctx, subject);
    if (!conversation) throw new Error('The room does not exist yet.');
    if (conversation.archived_at) return new Skip('The room is archived.');
    const { text, key, pinned, onlyTo } = notice;
    const { channel_id: channelId, thread_id: threadId } = conversation;
    const message = { text, key, ...inThread({ threadId }) };
    if (onlyTo) await found.capability.sendTo(onlyTo, { ...message, channelId }, signal);
    else await found.capability.send(channelId, { ...message, ...(pinned && { pinned }) }, signal);
    return undefined;
  },
});

export const jobs: JobDefinition[] = [postMessage];
