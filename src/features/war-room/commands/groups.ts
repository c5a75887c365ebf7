import { type Command, usage } from '../command.ts';
import { findPeople } from '../find-person.ts';
import { changeNotificationsGroup, notificationsGroup } from '../notifications-group.ts';
import { mentionsIn } from '../parse.ts';

const group: Command = {
  name: 'notifications-group',
  aliases: ['update-notifications-group'],
  only: 'incident',
  usage: '[add|remove @person …]',
  help: 'Shows or changes who gets the executive reports.',
  run: async (ctx, room, text) => {
    if (!text) {
      const members = await notificationsGroup(ctx, room);
      return { reply: members.length ? members.map((email) => `- ${email}`).join('\n') : 'Nobody gets the executive reports yet.' };
    }
    const [, verb, names = ''] = /^(add|remove)\s+([\s\S]+)$/i.exec(text) ?? [];
    const { mentions, rest } = mentionsIn(names);
    if (!verb || !mentions.length || rest) return usage(group, 'Say who is added or removed.');
    const emails = await findPeople(ctx, room, mentions);
    const members = await changeNotificationsGroup(ctx, room, verb.toLowerCase() === 'add' ? { add: emails } : { remove: emails });
    return { reply: `In the group now: ${members.join(', ') || 'nobody'}` };
  },
};

export const groups: Command[] = [group];
