import { atLeast, ROLES, type Role } from './roles.ts';

/** What a member may do at most, least first; each brings along those before it. @source invitations.md 4.1 */
export const ACCESS_ROLES = ['read', 'write', 'admin'] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

/** Whoever belongs to an organization, by what decides over their scopes. */
export type Reach = { role: Role; isReadOnly: boolean };

type ScopeInfo = {
  /** in a few words, for whoever hands it out */
  reach: string;
  /** for those of administrators: from this rank on */
  from?: Role;
};

/** Every scope of a membership: verb and resource, as tokens spell it. @source invitations.md 5 */
export const SCOPES = {
  'read:organization': { reach: 'name, banner and own membership' },
  'read:members': { reach: 'who belongs to the organization; never its invitations' },
  'read:projects': { reach: 'projects' },
  'read:incidents': { reach: 'open incidents; restricted ones only as a participant' },
  'read:cases': { reach: 'open cases; restricted ones only as a participant' },
  'read:signals': { reach: 'signal definitions and alerts' },
  'read:tasks': { reach: 'tasks' },
  'read:documents': { reach: 'runbooks, templates and the documents of incidents' },
  'read:contacts': { reach: 'individuals, teams and services' },
  'read:settings': { reach: 'types, priorities, severities, tags, terms and cost models' },
  'read:reports': { reach: 'dashboards, metrics, costs and feedback' },
  'write:incidents': { reach: 'report and join incidents, edit the own ones, their timeline and reports' },
  'write:cases': { reach: 'open and join cases, edit the own ones' },
  'write:signals': { reach: 'send alerts, snooze definitions' },
  'write:tasks': { reach: 'create, assign and resolve tasks' },
  'write:documents': { reach: 'documents' },
  'write:contacts': { reach: 'contacts; the own one always' },
  'write:feedback': { reach: 'feedback' },
  'admin:incidents': { reach: 'every incident, restricted ones included; delete them', from: 'Admin' },
  'admin:cases': { reach: 'every case, restricted ones included; delete them', from: 'Admin' },
  'admin:signals': { reach: 'signal definitions, filters and engagements', from: 'Admin' },
  'admin:settings': { reach: 'types, notifications, workflows, templates, plug-ins and project settings', from: 'Admin' },
  'admin:members': { reach: 'invite, change roles, suspend and remove members, end their sessions', from: 'Admin' },
  'admin:audit': { reach: 'read and export the audit log', from: 'Admin' },
  'admin:projects': { reach: 'create and archive projects', from: 'Manager' },
  'admin:keys': { reach: 'service accounts and API keys', from: 'Manager' },
  'admin:identity': { reach: 'sign-in connections, domain rules, directories and the second-factor policy', from: 'Owner' },
  'admin:organization': { reach: 'name, limits, export and deletion of the organization', from: 'Owner' },
} as const satisfies Record<string, ScopeInfo>;
export type Scope = keyof typeof SCOPES;

/** Of the installation, not of a membership: granted on the command line alone. */
export const INSTANCE_SCOPES = ['instance:organizations', 'instance:keys', 'instance:audit'] as const;
export type InstanceScope = (typeof INSTANCE_SCOPES)[number];

const ALL = Object.keys(SCOPES) as Scope[];
const verbOf = (scope: string) => scope.split(':')[0] as AccessRole;

/** @returns what the role says of the access: the closed set, strongest first */
export function accessOf({ role, isReadOnly }: Reach): AccessRole[] {
  if (isReadOnly) return ['read'];
  return role === 'Member' ? ['write', 'read'] : ['admin', 'write', 'read'];
}

const KNOWN = new Map<string, ReadonlySet<Scope>>();

/** @returns the scopes of a membership; the same set for the same reach, so that nothing is made per request */
export function scopesOf(reach: Reach): ReadonlySet<Scope> {
  const key = `${reach.role} ${reach.isReadOnly}`;
  const known = KNOWN.get(key);
  if (known) return known;
  const access = accessOf(reach);
  const scopes = new Set(
    ALL.filter((scope) => {
      const { from }: ScopeInfo = SCOPES[scope];
      return access.includes(verbOf(scope)) && (!from || atLeast(reach.role, from));
    }),
  );
  KNOWN.set(key, scopes);
  return scopes;
}

/** What OpenID Connect asks of everybody; it says nothing about what is here. */
const OPENID = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/**
 * What is left of a membership to a credential that says how far it reaches. Bare `read`, `write`, `admin` stand for every scope of that verb
 * and those below. A credential that names nothing but OpenID's own words says nothing; one that names only words unknown here reaches nowhere.
 * The role is the highest whose every scope is left: without them it must not open what the rules keep for it.
 * @source invitations.md, INV-13 to INV-15
 */
export function narrowed(reach: Reach, granted: readonly string[] | undefined): { role: Role; scopes: ReadonlySet<Scope> } {
  const mine = scopesOf(reach);
  const words = granted?.filter((word) => !OPENID.has(word));
  if (!words?.length) return { role: reach.role, scopes: mine };
  const verbs = new Set(ACCESS_ROLES.filter((_verb, rank) => ACCESS_ROLES.slice(rank).some((verb) => words.includes(verb))));
  const scopes = new Set([...mine].filter((scope) => verbs.has(verbOf(scope)) || words.includes(scope)));
  const isLeft = (role: Role) =>
    [...scopesOf({ role, isReadOnly: false })].every((scope) => verbOf(scope) !== 'admin' || scopes.has(scope));
  const role = [...ROLES].reverse().find((one) => atLeast(reach.role, one) && isLeft(one)) ?? 'Member';
  return { role, scopes };
}

/** @returns whether the two reach equally far */
export const reachesAlike = (a: ReadonlySet<Scope>, b: ReadonlySet<Scope>) => a.size === b.size && [...a].every((scope) => b.has(scope));

/** Nothing: somebody who is no member. */
export const NO_SCOPES: ReadonlySet<Scope> = new Set();
/** Everything: the installation itself. */
export const ALL_SCOPES: ReadonlySet<Scope> = new Set(ALL);
