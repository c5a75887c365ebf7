import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AuthenticationProvider, OpenIdTrial } from '../plugin-sdk/authentication.ts';
import type { PluginCatalogue } from '../plugin-sdk/catalogue.ts';
import type { Host } from '../plugin-sdk/host.ts';
import type { InvitationDelivery } from '../plugin-sdk/invitation-delivery.ts';
import type { Metrics } from '../plugin-sdk/metrics.ts';
import type { Role } from './roles.ts';
import { ALL_SCOPES, NO_SCOPES, type Scope } from './scopes.ts';
import type { Database } from './tables.ts';

/**
 * Who acts. `system` is the schedule and the job runner: it may do everything inside its organization. `directory` provisions members by SCIM: it may
 * do what it must to those it manages, and nothing else.
 */
export type Actor = {
  kind: 'user' | 'system' | 'directory';
  /** 0 for the system and a directory */
  userId: number;
  /** of a directory the name of its token */
  email: string;
  /** role in the organization of the context; undefined for somebody who is no member */
  role: Role | undefined;
  /** what this request may do at most: the scopes of the membership that the credential leaves; the rules then look at the subject */
  scopes: ReadonlySet<Scope>;
  /** projects that they administer without administering the organization */
  administers?: readonly number[];
  /** the browser's session; undefined where none speaks: a token, a proxy, the system */
  sessionId?: number;
  /** the API key that speaks; undefined where none does */
  key?: ActingKey;
  /** the system at the command line, where somebody typed it */
  isOperator?: boolean;
};

/** `isService`: it is a service account's, else a person's own; `documents`: the GraphQL documents that it runs, and nothing else */
export type ActingKey = { id: number; isService: boolean; organizationId: number; documents: readonly string[] };

/** The tenant every statement is bound to. */
export type Tenant = { id: number; slug: string; name: string };

/** What the process was configured with, as far as operations need it. */
export type Settings = {
  /** address of the web application without a trailing slash, for links in mails and documents */
  uiUrl: string;
  dataDir: string;
  jwtSecret: string;
  /** the one that signs, and the only one that is accepted */
  jwtAlgorithm: 'HS256' | 'HS384' | 'HS512';
  jwtLifetimeSeconds: number;
  /** how long the audit log is kept */
  auditDays: number;
  encryptionKey: string;
  ownerEmail: string | undefined;
  registration: 'invite' | 'open';
  /** how people get in: by password, by way of a provider, by an identity that each request brings along, or nobody is asked */
  signIn: 'password' | 'redirect' | 'request' | 'none';
  smtpUrl: string | undefined;
  mailFrom: string;
  production: boolean;
  invitations: InvitationSettings;
  /** `claimSecret`: what the Action in Auth0's login flow shows; `issuer`: the tenant, as its tokens name it */
  auth0: { claimSecret: string | undefined; issuer: string | undefined };
  /** lets a provider's word for an address find an account that signs in by other means, while an installation moves to that provider */
  linksByEmail: boolean;
};

export type InvitationSettings = {
  /** how long a link is good unless somebody says otherwise */
  lifetimeSeconds: number;
  /** how a link is cut for systems whose attributes are short */
  pieces: { count: number; longest: number };
  /** addresses with letters beyond ASCII in front of the @ */
  allowsUnicode: boolean;
  /** a page of ours comes before the provider's */
  hasLanding: boolean;
  limits: { perInviterHour: number; perOrganizationDay: number; perAddressDay: number; perAddressWeek: number; open: number };
};

/** The process's part of a context: no actor yet. Built by hand in `app/`, by tests for themselves. */
export type System = {
  db: Kysely<Database>;
  /** the only clock; tests move it */
  now(): Date;
  log: Logger;
  metrics: Metrics;
  plugins: PluginCatalogue;
  /** what a plug-in of a project may ask of Tocsin; put together in `app/`, so that plug-ins reach features that come later */
  hostFor(ctx: Context, projectId: number): Host;
  settings: Settings;
  /** undefined: passwords are all there is */
  provider?: AuthenticationProvider | undefined;
  /** a provider that is only tried; nobody gets in by it */
  trialProvider(trial: OpenIdTrial): AuthenticationProvider;
  /** how invitations reach people, each of them for each invitation; empty: administrators copy links */
  inviteDeliveries: readonly InvitationDelivery[];
  /** takes the invitation that somebody brings along when they sign in; put together in `app/`, as invitations come after signing in */
  claimInvitation(system: System, token: string, claimant: Claimant, origin: Context['origin']): Promise<ClaimOutcome>;
};

/** Who presents the link of an invitation, as far as it was proven. */
export type Claimant = {
  email: string;
  emailVerified: boolean;
  /** the account that somebody signed in to, or that their provider's name for them belongs to */
  userId?: number | undefined;
  /** how a provider knows them: belongs to the account from then on */
  identity?: { issuer: string; subject: string } | undefined;
  /** of an account that is made now; `password` in its stored form */
  account?: { name: string | null; password: string };
};

/** What became of a claim: somebody is a member, or a word for why not. */
export type ClaimOutcome = { userId: number; organization: Tenant } | { code: string; retryAfterMs?: number | undefined };

/** The one thing an operation is given. */
export type Context = System & {
  actor: Actor;
  tenant: Tenant;
  /** where the request came from; undefined where none speaks */
  origin?: { requestId: string; address: string; agent: string };
  /** present inside `transaction()` */
  transaction?: PendingWork;
};

/** What a transaction collects to send once, with its commit. */
export type PendingWork = {
  jobsQueued: boolean;
  notes: Map<string, LiveNote>;
  audit: (AuditEvent & { organizationId: number; actor: Actor; origin: Context['origin'] })[];
};

export const noPendingWork = (): PendingWork => ({ jobsQueued: false, notes: new Map(), audit: [] });

/** Something about access that happened, or was refused. */
export type AuditEvent = {
  /** what, as in `member.suspended`: noun, dot, past */
  action: string;
  target?: { kind: string; id: number | string; name?: string };
  /** what is different now, without secrets: `{ role: { from, to } }` */
  changes?: Record<string, unknown>;
  result?: 'done' | 'refused' | 'failed';
  reason?: string;
  /** default: that of the context */
  organizationId?: number;
};

/** Tells browsers that something about a subject changed: ids only. */
export type LiveNote = { organizationId: number; kind: string; id: number; topics: Set<string> };

export const SYSTEM_ACTOR: Actor = { kind: 'system', userId: 0, email: '', role: 'Owner', scopes: ALL_SCOPES };
/** Somebody who has shown nothing. */
export const NOBODY: Actor = { kind: 'user', userId: 0, email: '', role: undefined, scopes: NO_SCOPES };
/** No organization: what belongs to none is done here. */
export const NOWHERE: Tenant = { id: 0, slug: '', name: '' };

/** A context that acts for the installation itself in one organization. */
export function systemContext(system: System, tenant: Tenant): Context {
  return { ...system, tenant, actor: SYSTEM_ACTOR };
}
