import type { Rule } from '../core/permissions.ts';
import type { Scope } from '../core/scopes.ts';
import type { Route } from '../edges/http/route.ts';

type Resource<Verb extends string> = Extract<Scope, `${Verb}:${string}`> extends `${Verb}:${infer Name}` ? Name : never;

/** What a group of operations deals with, in the words of the scopes: who reads, who writes, and who looks after it. */
type Dealt = { read: Resource<'read'>; write: Resource<'write'>; admin: Resource<'admin'> };

const INCIDENTS: Dealt = { read: 'incidents', write: 'incidents', admin: 'incidents' };
const CASES: Dealt = { read: 'cases', write: 'cases', admin: 'cases' };
const SIGNALS: Dealt = { read: 'signals', write: 'signals', admin: 'signals' };
const CONTACTS: Dealt = { read: 'contacts', write: 'contacts', admin: 'settings' };
const DOCUMENTS: Dealt = { read: 'documents', write: 'documents', admin: 'settings' };
const REPORTS: Dealt = { read: 'reports', write: 'feedback', admin: 'settings' };
/** Settings of everyday work, tags among them, are written by whoever works on incidents. */
const SETTINGS: Dealt = { read: 'settings', write: 'incidents', admin: 'settings' };

/** By tag of the contract; what has no line of its own is a setting. */
const BY_TAG: Record<string, Dealt> = {
  case_costs: { ...CASES, read: 'reports' },
  cases: CASES,
  definitions: { read: 'settings', write: 'documents', admin: 'settings' },
  documents: DOCUMENTS,
  entities: SIGNALS,
  entity_types: SIGNALS,
  feedback: REPORTS,
  files: DOCUMENTS,
  forms: { read: 'incidents', write: 'incidents', admin: 'incidents' },
  incident_costs: { ...INCIDENTS, read: 'reports' },
  incidents: INCIDENTS,
  individuals: CONTACTS,
  pages: INCIDENTS,
  projects: { read: 'projects', write: 'incidents', admin: 'settings' },
  search: INCIDENTS,
  service_feedback: REPORTS,
  services: CONTACTS,
  signals: SIGNALS,
  tasks: { read: 'tasks', write: 'tasks', admin: 'incidents' },
  teams: CONTACTS,
  terms: { read: 'settings', write: 'documents', admin: 'settings' },
  users: { read: 'members', write: 'incidents', admin: 'members' },
};

/** What is one's own, or anybody's who belongs here. */
const OWN: readonly Scope[] = ['read:organization'];

/** Operations whose tag says too little, by method and path. */
const BY_OPERATION: Record<string, readonly Scope[]> = {
  'post /{organization}/projects': ['admin:projects'],
  'put /{organization}/users/{user_id}': OWN,
  'post /{organization}/users/{user_id}/change-password': OWN,
  'put /{organization}/individuals/{individual_contact_id}': ['write:contacts'],
  'post /{organization}/auth/mfa': OWN,
  'get /{organization}/auth/mfa/challenges/{challenge_id}': OWN,
};

/**
 * The scopes of an operation, any of which is enough: its verb is the weakest role that its rule admits, its resource what its tag deals with.
 * @returns undefined where no membership is asked for
 */
function scopesOf(one: Pick<Route, 'method' | 'path' | 'tag' | 'access'>): readonly Scope[] | undefined {
  if (typeof one.access !== 'object') return undefined;
  const named = BY_OPERATION[`${one.method} ${one.path}`];
  if (named) return named;
  const dealt = dealtWith(one);
  if (isForAdministrators(one.access)) return [`admin:${dealt.admin}`];
  return one.method === 'get' ? [`read:${dealt.read}`] : [`write:${dealt.write}`];
}

/** The room, the files and the answers of a subject are the subject's. */
function dealtWith({ path, tag }: Pick<Route, 'path' | 'tag'>): Dealt {
  if (tag === 'war-room') return path.includes('/cases/') ? CASES : INCIDENTS;
  return BY_TAG[tag] ?? SETTINGS;
}

const isForAdministrators = ({ role, where }: Rule) => role !== undefined && role !== 'Member' && !where;

/** Every operation with the scopes it asks for. */
export const withScopes = (routes: Route[]): Route[] =>
  routes.map((one) => {
    const scopes = one.scopes ?? scopesOf(one);
    return scopes ? { ...one, scopes } : one;
  });
