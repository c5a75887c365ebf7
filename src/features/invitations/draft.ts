import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { nullable, Time } from '../../core/field.ts';
import { ROLES, type Role } from '../../core/roles.ts';
import { requireGrantable } from '../members/index.ts';
import { reachOf } from './access.ts';
import { addressOf } from './address.ts';
import type { ProjectGrant } from './invitation.ts';
import { type Lifetime, lifetimeOf } from './lifetime.ts';
import type { NewInvitation } from './store.ts';

const MOST_PROJECTS = 100;

const Grant = Type.Object({
  project_id: Type.Integer({ description: 'A project of the organization' }),
  role: Type.Optional(nullable(Type.String({ maxLength: 20, description: `${ROLES.join(', ')}; Member when left out` }))),
});

/** What an invitation says, apart from whom it is for. */
export const Promised = Type.Object({
  roles: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10, description: 'Any of read, write, admin, manager, owner' }),
  projects: Type.Optional(nullable(Type.Array(Grant, { maxItems: MOST_PROJECTS, description: 'Left out: the default project' }))),
  message: Type.Optional(
    nullable(Type.String({ maxLength: 500, description: 'A word to the person; plain text without addresses of pages' })),
  ),
  locale: Type.Optional(nullable(Type.String({ maxLength: 35, description: 'Language tag (BCP 47) of the person; default: en' }))),
  access_expires_at: Type.Optional(nullable({ ...Time, description: 'The membership ends by itself then' })),
  expires_in_seconds: Type.Optional(nullable(Type.Integer({ description: 'How long the link is good: 300 to 2592000' }))),
});
export type Promised = Static<typeof Promised>;

export const InviteUser = Type.Object({
  email: Type.String({ maxLength: 320 }),
  name: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'What the person is called' }))),
  ...Promised.properties,
  if_pending: Type.Optional(
    Type.Union([Type.Literal('fail'), Type.Literal('resend')], { description: 'What to do when one is open already' }),
  ),
  deliver: Type.Optional(Type.Boolean({ description: 'false: nothing is sent, somebody copies the link' })),
});
export type InviteUser = Static<typeof InviteUser>;

export type Draft = NewInvitation & Lifetime;

/**
 * What somebody wants to promise, checked as far as that goes without knowing who is a member.
 * @throws invalid with the field; forbidden ROLE_NOT_GRANTABLE a rank above the caller's own
 */
export async function draftOf(ctx: Context, input: Promised & { email: string; name?: string | null }): Promise<Draft> {
  const address = addressOf(input.email, ctx.settings.invitations.allowsUnicode);
  if (typeof address === 'string') throw invalid('email', `"${input.email.slice(0, 100)}" ${address}.`);
  const reach = reachOf(input.roles);
  requireGrantable(ctx, reach.role);
  return {
    email: address.email,
    emailKey: address.key,
    ...reach,
    projects: await grantsOf(ctx, input.projects ?? []),
    name: oneLine(input.name),
    message: messageOf(input.message),
    locale: localeOf(input.locale),
    accessExpiresAt: endOf(ctx, input.access_expires_at),
    lifetimeSeconds: lifetimeOf(ctx, input.expires_in_seconds),
  };
}

/** @throws invalid a project of another organization, or a word that is no role; forbidden ROLE_NOT_GRANTABLE */
export async function grantsOf(ctx: Context, wanted: readonly Static<typeof Grant>[]): Promise<ProjectGrant[]> {
  const grants = wanted.map(({ project_id, role }) => ({ id: project_id, role: projectRole(ctx, role ?? 'Member') }));
  const ids = grants.map((grant) => grant.id);
  const { rows } = await sql<{ id: number }>`select id from projects where organization_id = ${ctx.tenant.id} and id = any(${ids})`.execute(
    ctx.db,
  );
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw invalid('projects', `There is no project ${missing} in this organization.`);
  return [...new Map(grants.map((grant) => [grant.id, grant])).values()];
}

/** What somebody is in a project is no more than who invites is in the organization. */
function projectRole(ctx: Context, text: string): Role {
  const role = ROLES.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!role) throw invalid('projects', `"${text}" is no role in a project: choose from ${ROLES.join(', ')}.`);
  requireGrantable(ctx, role);
  return role;
}

const oneLine = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim() || null;

/** An address of a page in the words of a stranger is how people are lured: the mail has one link, and that is ours. */
const PAGE = /\bhttps?:|\bwww\.|\w\.[a-z]{2,}\/|\w\.(com|net|org|io|dev|app|info|biz|xyz|top|[a-z]{2})\b(?!\.)/i;

function messageOf(text: string | null | undefined): string | null {
  const message = text?.trim();
  if (!message) return null;
  if (PAGE.test(message)) throw invalid('message', 'Leave out addresses of pages: the mail brings one link, the invitation.');
  return message;
}

function localeOf(text: string | null | undefined): string {
  if (!text) return 'en';
  try {
    return Intl.getCanonicalLocales(text)[0] ?? 'en';
  } catch {
    throw invalid('locale', `"${text}" is no language tag: write en, de or pt-BR.`);
  }
}

function endOf(ctx: Context, text: string | null | undefined): Date | null {
  if (!text) return null;
  const end = new Date(text);
  if (end <= ctx.now()) throw invalid('access_expires_at', 'This is over already; choose a day to come.');
  return end;
}
