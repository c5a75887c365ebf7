import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StartupError } from '../startup-error.ts';
import { alteration, creation, differences, type Run } from './change.ts';

export type Secrets = Record<string, string>;
/** `file` without its ending, below deploy/auth0/actions. */
export type WantedAction = { file: 'invite-validation' | 'authz'; secrets: Secrets };

type Action = {
  id: string;
  name: string;
  code?: string;
  runtime?: string;
  status?: string;
  secrets?: { name: string }[];
  all_changes_deployed?: boolean;
  deployed_version?: { id: string };
};

const TRIGGER = 'post-login';
const RUNTIME = 'node22';
export const actionName = (file: string) => `tocsin-${file}`;

/** Creates or updates an Action and deploys it. @returns its id; undefined: there is none yet, it is a dry run */
export async function setUpAction(run: Run, { file, secrets }: WantedAction, claimSecret: string): Promise<string | undefined> {
  const name = actionName(file);
  const code = codeOf(file, secrets, claimSecret);
  const query = { triggerId: TRIGGER, actionName: name };
  const current = (await run.api.list<Action>('/actions/actions', query, 'actions')).find((one) => one.name === name);
  const told = { resource: 'Action', name };
  const names = Object.keys(secrets).map((one) => ({ name: one }));
  const changes = current ? Object.keys(differences(current, { code, runtime: RUNTIME, secrets: names })) : [];
  const isDeployed = current?.all_changes_deployed === true && current.deployed_version !== undefined;
  if (current && !changes.length && isDeployed) {
    run.tell({ ...told, state: 'as it was', detail: 'deployed' });
    return current.id;
  }
  const detail = `${[...changes, 'deploy'].join(', ')}; secrets ${Object.keys(secrets).join(', ')}`;
  if (!run.apply) {
    run.tell({ ...told, state: current ? alteration(run) : creation(run), detail });
    return current?.id;
  }
  // Values of secrets are written only: all are sent whenever one may have changed.
  const body = { code, runtime: RUNTIME, dependencies: [], secrets: Object.entries(secrets).map(([one, value]) => ({ name: one, value })) };
  const saved = !current
    ? await run.api.send<Action>('POST', '/actions/actions', { name, supported_triggers: [{ id: TRIGGER, version: 'v3' }], ...body })
    : changes.length
      ? await run.api.send<Action>('PATCH', `/actions/actions/${current.id}`, body)
      : current;
  await deploy(run, saved.id, name);
  run.tell({ ...told, state: current ? alteration(run) : creation(run), detail });
  return saved.id;
}

/** A version can be deployed once it is built, and counts once that version is built as well. */
async function deploy({ api }: Run, id: string, name: string) {
  const path = `/actions/actions/${id}`;
  const isBuilt = ({ status }: Action) => {
    if (status === 'failed') throw new StartupError(`Auth0 could not build the Action ${name}; Actions → Library → ${name} says why.`);
    return status === 'built';
  };
  await api.until<Action>(path, isBuilt, `The Action ${name}`);
  await api.send('POST', `${path}/deploy`);
  await api.until<Action>(path, (one) => isBuilt(one) && one.all_changes_deployed === true, `The deployment of ${name}`);
}

/** The Action's text, with a mark of the secrets it was set up with: Auth0 never says what they are, so only this shows that one has changed. */
function codeOf(file: string, secrets: Secrets, claimSecret: string): string {
  const text = readFileSync(new URL(`../../../deploy/auth0/actions/${file}.js`, import.meta.url), 'utf8');
  const mark = createHmac('sha256', claimSecret)
    .update(JSON.stringify(Object.entries(secrets).sort()))
    .digest('hex')
    .slice(0, 16);
  return `${text}\n// Set up by \`tocsin auth0 setup\`; secrets ${mark}.\n`;
}
