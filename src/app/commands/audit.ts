import { type Command, InvalidArgumentError } from 'commander';
import type { System } from '../../core/context.ts';
import { auditEntries, verifyChain } from '../../features/audit/index.ts';
import { StartupError } from '../startup-error.ts';
import { inOrganization, printTable, say, withSystem } from './with-system.ts';

const time = (text: string): Date => {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Give a time like 2026-11-27 or 2026-11-27T06:00:00Z.');
  return at;
};

const INSTALLATION = { id: 0, slug: 'the installation' };

export function addAuditCommands(program: Command) {
  const audit = program.command('audit').description('who changed whose access');
  audit
    .command('export')
    .description('writes the log of an organization, oldest first: a line of JSON for each entry')
    .option('-o, --organization <slug>', 'without it: the log of the installation itself')
    .option('--action <name>', 'only this, or a group of them: member, member.removed')
    .option('--since <time>', 'from then on', time)
    .option('--until <time>', 'before then', time)
    .action(exportLog);
  audit
    .command('verify')
    .description('looks whether the log is as it was written; ends with 1 when it is not')
    .option('-o, --organization <slug>', 'only of this one; without it: all')
    .option('--json', 'machine-readable')
    .action(verify);
}

type Filter = { organization?: string; action?: string; since?: Date; until?: Date };

async function exportLog({ organization, ...filter }: Filter) {
  await withSystem(async (system) => {
    const { id } = organization ? (await inOrganization(system, organization)).tenant : INSTALLATION;
    for await (const entry of auditEntries(system, { organizationId: id, ...filter })) say(JSON.stringify(entry));
  });
}

async function verify({ organization, json = false }: { organization?: string; json?: boolean }) {
  await withSystem(async (system) => {
    const chains = organization ? [(await inOrganization(system, organization)).tenant] : [INSTALLATION, ...(await organizations(system))];
    const reports = [];
    for (const chain of chains) reports.push(await verifyChain(system, chain));
    printTable(reports, json);
    const broken = reports.filter((report) => report.broken_at !== null);
    if (broken.length)
      throw new StartupError(`The log of ${broken.map((report) => report.organization).join(', ')} is not as it was written.`);
  });
}

const organizations = ({ db }: Pick<System, 'db'>) => db.selectFrom('organizations').select(['id', 'slug']).orderBy('slug').execute();
