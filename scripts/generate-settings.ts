import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Setting } from '../src/app/config/read.ts';
import { IGNORED, SETTING_GROUPS } from '../src/app/config/settings.ts';

/*
 * Writes docs/guides/configuration.md from the declarations that read the settings, so that it can name none that nobody reads.
 * With --check it writes nothing and fails when the file is not what the declarations say.
 */

const FILE = fileURLToPath(new URL('../docs/guides/configuration.md', import.meta.url));

const OPENING = `# Configuration

<!-- Written by scripts/generate-settings.ts: change src/app/config/settings.ts, then run \`npm run generate\`. -->

Every setting is read once, when a process starts: first from its environment, then from the file \`.env\` in the folder where it is started.
Nothing is compiled into the browser application; it asks the server.

- **All problems are told together**, each with its name, where the value came from and what is expected; the process then ends with 78.
  \`tocsin config check\` says the same without starting anything, \`tocsin config show\` shows what counts and where it came from.
- **The file**: one \`NAME=value\` a line, split at the first \`=\`. Lines that begin with \`#\` are comments; a \`#\` later belongs to the value. Of two
  equal names the last one counts. There are no escapes, references and values over several lines.
- **Quotation marks** around a whole value are removed, in the environment with a warning.
- **Switches** are \`true\`, \`1\`, \`yes\`, \`on\` or \`false\`, \`0\`, \`no\`, \`off\` and nothing, in any case. **Addresses** lose slashes at their end. **Lists**
  are split at commas.
- **Secrets** are masked wherever they are shown. Each may be given as a file: \`DISPATCH_JWT_SECRET_FILE=/run/secrets/jwt\`. Each may say how it is
  encrypted: \`kms:…\`, \`metatron:…\`, \`plain:…\`, base64 after the mark; a mounted file is plain unless it says so.
- **Older names** with \`VITE_\` or \`VUE_APP_\` before them count, with a warning. A name that begins like ours and is unknown gets one with
  the nearest name that is known.
`;

const WITHOUT_EFFECT = `
## Accepted, without effect

Names of Dispatch that an old file may keep; each gives one warning with the reason. So do \`RATELIMIT_…\` of its limiter, those of pictures and
commits in its browser application, its Sentry names for browsers, and the settings of plug-ins that its migrations moved into the database.

| Name | Why |
| --- | --- |
`;

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

function fallbackOf({ fallback }: Setting<unknown>): string {
  const text = String(fallback ?? '');
  return text === '' ? '–' : code(text);
}

const row = ([name, setting]: [string, Setting<unknown>]) =>
  `| ${[name, ...(setting.aliases ?? [])].map(code).join(', also ')} | ${fallbackOf(setting)} | ${setting.secret ? '**secret**, ' : ''}${cell(setting.about)} | ${cell(setting.expects ?? 'any text')} |`;

const groups = Object.entries(SETTING_GROUPS).map(
  ([title, settings]) =>
    `\n## ${title}\n\n| Name | Default | Meaning | Taken is |\n| --- | --- | --- | --- |\n${Object.entries<Setting<unknown>>(settings).map(row).join('\n')}\n`,
);
const ignored = Object.entries(IGNORED).map(([name, reason]) => `| ${code(name)} | ${cell(reason)} |`);
const text = [OPENING, ...groups, WITHOUT_EFFECT, ignored.join('\n'), '\n'].join('');

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('docs/guides/configuration.md is not what the settings say: run `npm run generate` and review the difference.\n');
  process.exitCode = 1;
}
