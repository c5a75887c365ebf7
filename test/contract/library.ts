import assert from 'node:assert/strict';
import { runJobs, type TestOrganization } from '../harness.ts';
import { type Caller, callers, type Method } from './callers.ts';

export type Row = { id: number | string } & Record<string, unknown>;
export type Page = { itemsPerPage: number; page: number; total: number; items: Row[] };
type Callers = Awaited<ReturnType<typeof callers>>;

/** Query parameters of a list; what is no text goes as JSON, lists as repeated keys. */
export type Query = Record<string, unknown>;

export function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const one of Array.isArray(value) && key.endsWith('[]') ? value : [value])
      parameters.append(key, typeof one === 'string' ? one : JSON.stringify(one));
  return parameters.toString();
}

/** @param path below the organization; organizations themselves are above it */
export async function page(caller: Caller, path: string, query: Query = {}): Promise<Page> {
  const at = path === '/organizations' ? path : `/{organization}${path}`;
  const answer = await caller.send('GET', `${at}?${queryText({ itemsPerPage: 100, ...query })}`);
  assert.equal(answer.status, 200, `${path} ${JSON.stringify(query)} ${answer.text}`);
  return answer.json<Page>();
}

/** What people call a row of whatever kind; names of incidents and cases are given by the product. */
export const callOf = ({ title, feedback, name, description, external_id: externalId, email }: Row): string =>
  String(title ?? feedback ?? name ?? description ?? externalId ?? email);

/** @returns what the rows of the list are called, sorted */
export const found = async (caller: Caller, path: string, query: Query = {}): Promise<string[]> =>
  (await page(caller, path, query)).items.map(callOf).sort();

/** The same, in the order of the list. */
export const inOrder = async (caller: Caller, path: string, query: Query = {}): Promise<string[]> =>
  (await page(caller, path, query)).items.map(callOf);

export type Library = {
  all: Callers;
  project: { id: number; name: string };
  /** rows by what they are called: `red`, `I1`, … */
  rows: Record<string, Row>;
  make(path: string, body: unknown): Promise<Row>;
};

const person = (name: string) => ({ individual: { email: `${name}@example.com`, name } });

/**
 * An organization whose rows are told apart by every way of the filter language. Incidents I1 (red and blue, commander cora, participant
 * pat), I2 (red, commander pat, participant cora) and the restricted I3 (blue); cases C1 (red and blue, of type X, assignee cora, participant pat),
 * C2 (red, Y, pat, cora) and the restricted C3 (Z); in I1 and C1 there is somewhat of everything else.
 */
export async function aLibrary(organization: TestOrganization): Promise<Library> {
  const all = await callers(organization);
  const project = { id: organization.project.id, name: organization.project.name };
  const send = async (method: Method, path: string, body?: unknown) => {
    const answer = await all.Owner.send(method, `/{organization}${path}`, body);
    assert.equal(answer.status, 200, `${method} ${path} ${answer.text}`);
    return answer.json<Row>();
  };
  const make = (path: string, body: unknown) => send('POST', path, body);
  const rows: Record<string, Row> = {};
  const shelf = { rows, make, send, project };
  await shelveDictionaries(shelf);
  await shelveIncidents(shelf);
  await shelveCases(shelf);
  await runJobs(organization.ctx);
  await shelveWork(shelf);
  await shelveSignals(shelf);
  await runJobs(organization.ctx);
  return { all, project, rows, make };
}

type Shelf = Pick<Library, 'rows' | 'make' | 'project'> & { send(method: Method, path: string, body?: unknown): Promise<Row> };

async function shelveDictionaries({ rows, make, project }: Shelf) {
  rows.colour = await make('/tag_types', { name: 'colour', project });
  rows.shape = await make('/tag_types', { name: 'shape', project });
  for (const name of ['red', 'blue']) rows[name] = await make('/tags', { name, tag_type: rows.colour, project, discoverable: true });
  rows.round = await make('/tags', { name: 'round', tag_type: rows.shape, project, discoverable: false });
  rows.term = await make('/terms', { text: 'blackout', project });
  for (const [index, name] of ['Type A', 'Type B'].entries())
    rows[name] = await make('/incident_types', { name, visibility: 'Open', description: `kind ${index}`, project });
  for (const name of ['Prio A', 'Prio B'])
    rows[name] = await make('/incident_priorities', {
      name,
      tactical_report_reminder: 1,
      executive_report_reminder: 1,
      view_order: name === 'Prio A' ? 2 : 1,
      project,
    });
  for (const name of ['Sev A', 'Sev B']) rows[name] = await make('/incident_severities', { name, view_order: 1, project });
  for (const name of ['Kind X', 'Kind Y', 'Kind Z']) rows[name] = await make('/case_types', { name, project });
  for (const name of ['Urgent X', 'Urgent Y']) rows[name] = await make('/case_priorities', { name, view_order: 1, project });
  for (const name of ['Grave X', 'Grave Y']) rows[name] = await make('/case_severities', { name, view_order: 1, project });
}

async function shelveIncidents({ rows, make, send, project }: Shelf) {
  const { red, blue } = rows;
  const open = (title: string, letter: 'A' | 'B', more: object) =>
    make('/incidents', {
      title,
      description: `about ${title}`,
      project,
      visibility: 'Open',
      incident_type: rows[`Type ${letter}`],
      incident_priority: rows[`Prio ${letter}`],
      incident_severity: rows[`Sev ${letter}`],
      ...more,
    });
  rows.I1 = await open('I1', 'A', { tags: [red, blue], commander: person('cora'), reporter: person('rob') });
  rows.I2 = await open('I2', 'B', { tags: [red], commander: person('pat'), reporter: person('rob') });
  rows.I3 = await open('I3', 'B', { tags: [blue], visibility: 'Restricted', commander: person('zoe'), reporter: person('zoe') });
  await send('POST', `/incidents/${rows.I1.id}/add/pat@example.com`);
  await send('POST', `/incidents/${rows.I2.id}/add/cora@example.com`);
  await send('PATCH', `/incidents/${rows.I1.id}`, { terms: [rows.term] });
}

async function shelveCases({ rows, make, send, project }: Shelf) {
  const { red, blue } = rows;
  const open = (title: string, letter: 'X' | 'Y' | 'Z', more: object) =>
    make('/cases', {
      title,
      description: `about ${title}`,
      project,
      visibility: 'Open',
      dedicated_channel: true,
      case_type: rows[`Kind ${letter}`],
      case_priority: rows[`Urgent ${letter}`] ?? rows['Urgent Y'],
      case_severity: rows[`Grave ${letter}`] ?? rows['Grave Y'],
      ...more,
    });
  rows.C1 = await open('C1', 'X', { tags: [red, blue], assignee: person('cora'), reporter: person('rob') });
  rows.C2 = await open('C2', 'Y', { tags: [red], assignee: person('pat'), reporter: person('rob') });
  rows.C3 = await open('C3', 'Z', { tags: [blue], visibility: 'Restricted', assignee: person('zoe'), reporter: person('zoe') });
  await send('POST', `/cases/${rows.C1.id}/add/pat@example.com`);
  await send('POST', `/cases/${rows.C2.id}/add/cora@example.com`);
}

async function shelveWork({ rows, make, send, project }: Shelf) {
  for (const number of [1, 2, 3]) {
    const incident = { id: rows[`I${number}`]?.id, name: rows[`I${number}`]?.name };
    rows[`task${number}`] = await make('/tasks', { description: `task ${number}`, incident, assignees: [] });
    await make('/feedback', { rating: 'Very satisfied', feedback: `of I${number}`, incident });
    await make('/feedback', { rating: 'Very satisfied', feedback: `of C${number}`, case: { id: rows[`C${number}`]?.id } });
  }
  await send('PUT', `/tasks/${rows.task1?.id}`, { ...rows.task1, resolve_by: '2026-02-01T10:00:00+02:00' });
  rows.site = await make('/data/sources/environments', { name: 'site', project });
  rows.S1 = await make('/data/sources', { name: 'S1', project, tags: [rows.red], source_environment: rows.site });
  rows.S2 = await make('/data/sources', { name: 'S2', project, tags: [rows.round] });
  rows.Q1 = await make('/data/queries', { name: 'Q1', project, source: rows.S1, tags: [rows.red] });
  rows.Q2 = await make('/data/queries', { name: 'Q2', project, source: rows.S2, tags: [rows.round] });
}

async function shelveSignals({ rows, make, project }: Shelf) {
  const pattern = (name: string, regular_expression: string) =>
    make('/entity_type', { name, regular_expression, scope: 'multiple', enabled: true, project });
  rows.animal = await pattern('animal', '(?:wombat|quokka)');
  rows.plant = await pattern('plant', '(?:clover|thistle)');
  const define = (name: string, tag: Row | undefined, entity_types: unknown[]) =>
    make('/signals', {
      name,
      owner: 'watch',
      external_id: name,
      variant: `${name} variant`,
      project,
      tags: [tag],
      entity_types,
      create_case: true,
      enabled: true,
    });
  rows.G1 = await define('G1', rows.red, [rows.animal]);
  rows.G2 = await define('G2', rows.round, [rows.plant]);
  const report = (external_id: string, signal: Row, text: string) =>
    make('/signals/instances', { raw: { text }, signal, external_id, project });
  rows.N1 = await report('N1', rows.G1, 'a wombat');
  rows.N2 = await report('N2', rows.G2, 'a thistle');
}
