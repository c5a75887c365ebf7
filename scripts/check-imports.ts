import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/*
 * Holds the rules of who may import what, as data. Type-only imports count. Tests may import anything that is not `web`.
 */

const ROOT = resolve(import.meta.dirname, '..');

/** Folder below src → the folders it may import, itself included. `app` may import everything but `web`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: ['lib'],
  'plugin-sdk': ['plugin-sdk', 'lib'],
  core: ['core', 'lib', 'plugin-sdk'],
  edges: ['edges', 'lib', 'core'],
  features: ['features', 'lib', 'plugin-sdk', 'core'],
  plugins: ['plugins', 'plugin-sdk', 'lib'],
  web: ['web'],
  app: ['app', 'lib', 'plugin-sdk', 'core', 'edges', 'features', 'plugins'],
};

/** Of these, types only. */
const TYPES_ONLY: Record<string, readonly string[]> = { core: ['plugin-sdk'] };

/** Files of a feature that translate between a transport and its operations. */
const EDGE_FILES = /[/-](routes|graphql|jobs)\.ts$/;

/** A feature may import the `index.ts` of features in rows above its own. */
const FEATURE_ROWS: readonly (readonly string[])[] = [
  ['auth'],
  ['organizations', 'audit'],
  ['members', 'invitation-keys'],
  ['users', 'api-keys'],
  ['search-filters', 'plugins'],
  ['mail', 'challenges', 'people', 'tags', 'cost-models', 'email-templates', 'prompts'],
  ['password-reset', 'invitations'],
  ['directories'],
  ['oncall', 'participants'],
  ['costs', 'conversations', 'documents'],
  ['incident-settings', 'case-settings', 'timeline', 'files', 'notifications', 'workflows', 'entities', 'tag-recommendations'],
  ['tasks', 'reports', 'feedback', 'reminders', 'forms', 'assembly'],
  ['incidents'],
  ['cases', 'sources'],
  ['signals'],
  ['war-room', 'search'],
];

type Import = { from: string; to: string; typeOnly: boolean };

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?['"](\.{1,2}\/[^'"]+)['"]|import\(\s*['"](\.{1,2}\/[^'"]+)['"]\s*\)/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, type, fixed, dynamic]) => {
    const target = relative(ROOT, resolve(ROOT, dirname(file), (fixed ?? dynamic) as string));
    return { from: file, to: target, typeOnly: type !== undefined };
  });
}

const folderOf = (file: string) => file.split('/')[1] ?? '';
const partOf = (file: string) => file.split('/')[2] ?? '';
const rowOf = (feature: string) => FEATURE_ROWS.findIndex((row) => row.includes(feature));

/** @returns what is wrong with the import, or undefined */
function problemOf({ from, to, typeOnly }: Import): string | undefined {
  const [source, target] = [folderOf(from), folderOf(to)];
  if (!to.startsWith('src/')) return to.startsWith('package.json') ? undefined : 'leaves src';
  const edge = source === 'features' && target === 'edges' && EDGE_FILES.test(from);
  if (!MAY_IMPORT[source]?.includes(target) && !edge) return `${source} may not import ${target}`;
  if (TYPES_ONLY[source]?.includes(target) && !typeOnly) return `${source} may import only types of ${target}`;
  if (source === 'plugins' && target === 'plugins' && partOf(from) !== partOf(to)) return 'plug-ins do not import each other';
  if (target === 'features' && source === 'features') return featureProblem(from, to);
  return undefined;
}

function featureProblem(from: string, to: string): string | undefined {
  const [mine, other] = [partOf(from), partOf(to)];
  if (mine === other) return undefined;
  if (rowOf(mine) < 0) return `the feature ${mine} has no row in scripts/check-imports.ts`;
  if (!to.endsWith('/index.ts')) return `use the index.ts of ${other}`;
  if (rowOf(other) >= rowOf(mine)) return `${mine} may not import ${other}, which is no earlier feature`;
  return undefined;
}

/** Web styles, pictures and the like are no modules. */
const isModule = (file: string) => /\.tsx?$/.test(file);

/** @returns every cycle once, as a path that ends where it began */
function cycles(graph: Map<string, string[]>): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (file: string, path: string[]) => {
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') found.push([...path.slice(path.indexOf(next)), next]);
      else if (!state.has(next)) visit(next, [...path, next]);
    }
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file, [file]);
  return found;
}

const files = globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).sort();
const imports = files.flatMap(importsOf);
const problems = imports
  .filter(({ from }) => !/\.test\.tsx?$/.test(from))
  .flatMap((one) => {
    const problem = problemOf(one);
    return problem ? [`${one.from} → ${one.to}: ${problem}`] : [];
  });
const missing = imports
  .filter(({ to }) => isModule(to) && !existsSync(join(ROOT, to)))
  .map(({ from, to }) => `${from} → ${to}: there is no such file`);
const graph = new Map(files.map((file) => [file, imports.filter(({ from, to }) => from === file && isModule(to)).map(({ to }) => to)]));
const circles = cycles(graph).map((path) => `cycle: ${path.join(' → ')}`);

for (const line of [...problems, ...missing, ...circles]) process.stderr.write(`${line}\n`);
if (problems.length + missing.length + circles.length) process.exitCode = 1;
