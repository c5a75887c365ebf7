import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { withProgress } from '../src/app/commands/progress.ts';
import { StartupError } from '../src/app/startup-error.ts';
import { isWorkerAlive } from '../src/core/worker.ts';
import { PEOPLE } from './demo/cast.ts';
import { EXAMPLE, findExample, playExample, removeExample, SLUG } from './demo/example.ts';
import { runScript, withConfiguredInstallation } from './installation.ts';

/*
 * `npm run demo`: adds an example organization to the installation that `npm start` runs here, `npm run demo -- --remove` takes it away.
 * A running server on the embedded database has to be stopped first.
 */

enableCompileCache();

await runScript(async () => {
  const { values } = parseArgs({ options: { remove: { type: 'boolean', default: false } } });
  await withConfiguredInstallation(async ({ system }) => {
    if (system.settings.production)
      throw new StartupError('The example is for trials: its people share one password. It is refused with ENV=prod.');
    if (await isWorkerAlive(system))
      throw new StartupError('Tocsin is running on this database; stop it first: the example moves the clock.');
    const known = await findExample(system);
    if (values.remove) {
      if (!known) throw new StartupError(`There is no ${EXAMPLE} to remove.`);
      await removeExample(system, known);
      process.stdout.write(`${EXAMPLE} is gone.\n`);
      return;
    }
    if (known) throw new StartupError(`${EXAMPLE} is there already; \`npm run demo -- --remove\` takes it away.`);
    const password = `Demo-${randomBytes(6).toString('base64url')}7a`;
    await withProgress('Playing', false, (update) =>
      playExample(system, { password, onProgress: (_message, done, total) => update(done, total) }),
    );
    process.stdout.write(
      `\n${EXAMPLE} is ready at ${system.settings.uiUrl}/${SLUG} (start the server with \`npm start\`).\n` +
        `Sign in as ${PEOPLE[0].email} or any other of its people with the password ${password}\n`,
    );
  });
});
