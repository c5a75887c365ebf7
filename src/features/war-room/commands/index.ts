import type { Command } from '../command.ts';
import { groups } from './groups.ts';
import { incidents } from './incidents.ts';
import { oncall } from './oncall.ts';
import { people } from './people.ts';
import { records } from './records.ts';
import { reports } from './reports.ts';
import { tasks } from './tasks.ts';

const help: Command = {
  name: 'help',
  usage: '[command]',
  help: 'Lists the commands, or tells more of one.',
  run: async (_ctx, _room, text) => {
    const wanted = text.replace(/^\//, '').toLowerCase();
    const shown = COMMANDS.filter(({ name, aliases = [] }) => !wanted || name === wanted || aliases.includes(wanted));
    return { reply: (shown.length ? shown : COMMANDS).map(helpLine).join('\n') };
  },
};

const helpLine = (one: Command) => `- \`/${one.name}${one.usage ? ` ${one.usage}` : ''}\` ${one.help}`;

/** What can be typed in the room of an incident, what is needed most first. */
export const COMMANDS: readonly Command[] = [help, ...incidents, ...people, ...oncall, ...reports, ...tasks, ...records, ...groups];
