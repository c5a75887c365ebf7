import { type Command, commandsIn } from '../command.ts';
import { cases } from './cases.ts';
import { groups } from './groups.ts';
import { incidents } from './incidents.ts';
import { oncall } from './oncall.ts';
import { people } from './people.ts';
import { records } from './records.ts';
import { reports } from './reports.ts';
import { tasks } from './tasks.ts';
import { workflows } from './workflows.ts';

const help: Command = {
  name: 'help',
  usage: '[command]',
  help: 'Lists the commands, or tells more of one.',
  run: async (_ctx, { subject }, text) => {
    const wanted = text.replace(/^\//, '').toLowerCase();
    const here = commandsIn(COMMANDS, subject.kind);
    const shown = here.filter(({ name, aliases = [] }) => !wanted || name === wanted || aliases.includes(wanted));
    return { reply: (shown.length ? shown : here).map(helpLine).join('\n') };
  },
};

const helpLine = (one: Command) => `- \`/${one.name}${one.usage ? ` ${one.usage}` : ''}\` ${one.help}`;

/** What can be typed in rooms, what is needed most first. */
export const COMMANDS: readonly Command[] = [
  help,
  ...incidents,
  ...cases,
  ...people,
  ...oncall,
  ...reports,
  ...tasks,
  ...records,
  ...workflows,
  ...groups,
];
