import { enableCompileCache } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { BUILT_WEB } from '../src/app/config/config.ts';
import { StartupError } from '../src/app/startup-error.ts';
import { buildWebIfNeeded } from '../src/app/web.ts';
import type { Context } from '../src/core/context.ts';
import { listJson } from '../src/core/list.ts';
import type { Resource } from '../src/core/resource.ts';
import { scopesOf } from '../src/core/scopes.ts';
import { cases } from '../src/features/cases/index.ts';
import { getIncidentJson, incidents } from '../src/features/incidents/index.ts';
import { signalInstances } from '../src/features/signals/index.ts';
import { ALERT_BODY, DEFAULT_CASES, DEFAULT_INSTANCES, ensureAlerts, forgetAlerts, keepingAlert } from './bench/alerts.ts';
import { DEFAULT_INCIDENTS, ensureBench, findBench } from './bench/bench-database.ts';
import { costPairs, pagePairs } from './bench/durations.ts';
import { MEMBER } from './bench/fill.ts';
import { firstScreenKb } from './bench/first-screen.ts';
import { COMPLETE_EVERY } from './bench/incident-rows.ts';
import { findLimit, type Limit } from './bench/pgbench.ts';
import { measureStartup } from './bench/startup.ts';
import { statementOf } from './bench/statement.ts';
import { boundRow, durationRow, markdownOf, type Row, throughputRow } from './bench/table.ts';
import {
  againstServer,
  againstStatement,
  CONNECTIONS,
  type Comparison,
  type Server,
  startApplication,
  startEmpty,
} from './bench/throughput.ts';
import { benchFolder, type Installation, progress, runScript, withInstallation } from './installation.ts';

/*
 * `npm run bench`: prints what the product does beside what the machine could do at best, as Markdown. Uses the data of
 * `npm run bench:data` and makes them when they are missing.
 */

enableCompileCache();

const RUNS = 5;
const RUN_MS = 4000;
const PAGE_RUNS = 15;
const PAGES = 500;

type BenchList = { name: string; list: Resource; sort: string; where?: object };

const LISTS: BenchList[] = [
  { name: '100,000 cases', list: cases, sort: 'reported_at' },
  { name: '100,000 cases, filtered', list: cases, sort: 'reported_at', where: { model: 'Case', field: 'status', op: '==', value: 'New' } },
  { name: '1,000,000 signal instances', list: signalInstances, sort: 'created_at' },
  {
    name: '1,000,000 signal instances, filtered',
    list: signalInstances,
    sort: 'created_at',
    where: { model: 'Signal', field: 'name', op: '==', value: 'Detection 7' },
  },
];

await runScript(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, seconds: { type: 'string' } } });
  const comparison = { runs: Number(values.runs ?? RUNS), ms: Number(values.seconds ?? RUN_MS / 1000) * 1000 };
  if (!(comparison.runs >= 1) || !(comparison.ms >= 1000)) throw new StartupError('--runs and --seconds take numbers from 1.');
  const problem = await buildWebIfNeeded(BUILT_WEB, progress);
  if (problem) progress(problem);
  progress('Start to healthy, and idle');
  const startup = await measureStartup(comparison.runs);
  const { rows, notes } = await withInstallation(benchFolder(), (installation) => measureWork(installation, comparison));
  rows.push(
    boundRow('start to healthy, warm embedded database', { value: startup.healthyMs / 1000, most: 3, unit: 's' }),
    boundRow('idle process: resident memory', { value: startup.residentMb, most: 250, unit: 'MB' }),
    boundRow('idle process: of a core', { value: startup.cpuPercent, most: 2, unit: '%' }),
    boundRow('first screen of the web application: JavaScript, compressed', { value: firstScreenKb(), most: 250, unit: 'kB' }),
  );
  process.stdout.write(`${markdownOf(rows)}\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`);
});

async function measureWork(installation: Installation, comparison: Comparison): Promise<{ rows: Row[]; notes: string[] }> {
  const { system, url } = installation;
  if (!(await findBench(system))) await ensureBench(system, { incidents: DEFAULT_INCIDENTS, seed: 1 }, progress);
  const { tenant, description } = (await findBench(system)) as NonNullable<Awaited<ReturnType<typeof findBench>>>;
  const user = await system.db.selectFrom('users').select('id').where('email', '=', MEMBER).executeTakeFirstOrThrow();
  const ctx: Context = {
    ...system,
    tenant,
    actor: { kind: 'user', userId: user.id, email: MEMBER, role: 'Member', scopes: scopesOf({ role: 'Member', isReadOnly: false }) },
  };
  await ensureAlerts(ctx, { cases: DEFAULT_CASES, instances: DEFAULT_INSTANCES }, progress);
  const limit = await findLimit(url);
  const [server, empty] = [await startApplication(ctx, url), await startEmpty()];
  const base = `/api/v1/${tenant.slug}`;
  const rows: Row[] = [];
  try {
    progress('Incident list');
    const list = { page: 1, itemsPerPage: 25, sortBy: ['reported_at'], descending: [true] };
    const listPath = `${base}/incidents?page=1&itemsPerPage=25&sortBy[]=reported_at&descending[]=true`;
    const listStatement = await statementOf(ctx, { total: 0, items: '[]' }, (inner) => listJson(inner, incidents, list));
    rows.push(
      throughputRow(
        '25-row incident list',
        0.6,
        await againstStatement(server, [listPath], { limit, statement: listStatement }, comparison),
      ),
    );

    progress('One incident');
    const ids = await completeIncidents(ctx);
    const statement = await statementOf(ctx, { item: '{}', actions: [] }, (inner) => getIncidentJson(inner, ids.first));
    const varied = { index: statement.values.indexOf(ids.first), ...ids };
    const onePaths = Array.from({ length: ids.count }, (_, k) => `${base}/incidents/${ids.first + k * ids.step}`);
    rows.push(
      throughputRow(
        'one incident with everything on its page',
        0.6,
        await againstStatement(server, onePaths, { limit, statement, varied }, comparison),
      ),
    );

    progress('Settings list');
    const settings = [`${base}/incident_priorities?itemsPerPage=25`];
    rows.push(throughputRow('settings list (limit: an empty handler)', 0.35, await againstServer(server, settings, empty, comparison)));
    rows.push(...(await measureAlerts(ctx, { server, limit, base }, comparison)));

    progress('Page 1,000');
    const filter = encodeURIComponent(JSON.stringify([{ model: 'Incident', field: 'status', op: '==', value: 'Closed' }]));
    const page = (number: number) =>
      `${base}/incidents?page=${number}&itemsPerPage=25&sortBy[]=reported_at&descending[]=true&filter=${filter}`;
    rows.push(durationRow('page 1,000, filtered and sorted (limit: page 1)', 3, await pagePairs(server, page(1000), page(1), PAGE_RUNS)));
  } finally {
    await Promise.all([server.stop(), empty.stop()]);
  }
  progress('Costs');
  const costs = await costPairs({ ...ctx, now: () => new Date() }, comparison.runs);
  rows.push(durationRow('recalculating all costs (limit: one scan of the tables read)', 10, costs.pairs));
  return {
    rows,
    notes: [
      `${description} Medians of ${comparison.runs} runs of ${comparison.ms / 1000} s, ${CONNECTIONS} connections; page times of ${PAGE_RUNS}.`,
      `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, ${Math.round(totalmem() / 1e9)} GB; Node ${process.versions.node}.`,
      `The limit of the lists and of one incident: the same statement by ${limit.name}. Asked as a Member, who is shown only some restricted incidents.`,
      `Of the calculated costs ${costs.changed} lines had changed and were written.`,
    ],
  };
}

function listPathOf(path: string, page: number, sort: string, where?: object): string {
  const filter = where ? `&filter=${encodeURIComponent(JSON.stringify([where]))}` : '';
  return `${path}?page=${page}&itemsPerPage=25&sortBy[]=${sort}&descending[]=true${filter}`;
}

type BenchPlace = { server: Server; limit: Limit; base: string };

/** Lists of very many rows, and taking alerts in. */
async function measureAlerts(ctx: Context, { server, limit, base }: BenchPlace, comparison: Comparison): Promise<Row[]> {
  const rows: Row[] = [];
  progress('Cases and signal instances');
  for (const { name, list, sort, where } of LISTS) {
    const query = { page: 1, itemsPerPage: 25, sortBy: [sort], descending: [true], ...(where && { filter: JSON.stringify([where]) }) };
    const path = listPathOf(`${base}${list.path}`, 1, sort, where);
    const statement = await statementOf(ctx, { total: 0, items: '[]' }, (inner) => listJson(inner, list, query));
    rows.push(throughputRow(name, 0.6, await againstStatement(server, [path], { limit, statement }, comparison)));
  }
  for (const { name, list, sort } of LISTS.filter(({ where }) => !where)) {
    const [deep, first] = [1000, 1].map((page) => listPathOf(`${base}${list.path}`, page, sort)) as [string, string];
    rows.push(durationRow(`${name}: page 1,000 (limit: page 1)`, 3, await pagePairs(server, deep, first, PAGE_RUNS)));
  }

  progress('Signal ingestion');
  const keeping = { limit, statement: await keepingAlert(ctx), body: ALERT_BODY };
  rows.push(throughputRow('signal ingestion', 0.5, await againstStatement(server, [`${base}/signals/instances`], keeping, comparison)));
  await forgetAlerts(ctx);
  return rows;
}

/** Incidents that have everything a page can show: every so many, from the first on. */
async function completeIncidents(ctx: Context): Promise<{ first: number; step: number; count: number }> {
  const { min } = await ctx.db
    .selectFrom('conversations')
    .select((select) => select.fn.min('incident_id').as('min'))
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  if (min === null) throw new StartupError(`The measuring data hold no complete incident; make at least ${COMPLETE_EVERY * 10} incidents.`);
  const { count } = await ctx.db
    .selectFrom('conversations')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  return { first: min, step: COMPLETE_EVERY, count: Math.min(count, PAGES) };
}
