import type { InvitationSettings } from '../../core/context.ts';
import { flag, integer } from './read.ts';

/** Who may be invited, how often, and how long a link is good. */
export const INVITATION_SETTINGS = {
  DISPATCH_INVITE_TTL_SECONDS: integer('how long the link of an invitation is good unless somebody says otherwise, seconds', 86_400, {
    min: 300,
    max: 2_592_000,
  }),
  DISPATCH_INVITE_LANDING: flag('shows a page of ours before the one of the provider when somebody opens their link', false),
  DISPATCH_INVITE_URL_CHUNKS: integer('how many pieces a link is cut into for systems whose attributes are short', 10, { min: 1, max: 50 }),
  DISPATCH_INVITE_CHUNK_MAX: integer('how many characters fit into one of their attributes', 255, { min: 16, max: 10_000 }),
  DISPATCH_EMAIL_ALLOW_SMTPUTF8: flag('lets addresses be invited that have letters beyond ASCII in front of the @', false),
  TOCSIN_INVITES_PER_HOUR: integer('how many links one administrator may send within an hour', 50, { min: 1 }),
  TOCSIN_INVITES_PER_DAY: integer('how many links one organization may send within a day', 200, { min: 1 }),
  TOCSIN_INVITES_OPEN: integer('how many open invitations one organization may have', 500, { min: 1 }),
  TOCSIN_INVITE_LINKS_PER_DAY: integer('how many links one address may be sent within a day, by all organizations', 3, { min: 1 }),
  TOCSIN_INVITE_LINKS_PER_WEEK: integer('how many links one address may be sent within a week, by all organizations', 10, { min: 1 }),
  TOCSIN_LINK_BY_EMAIL: flag(
    'for the time of a move to another provider: an address that it has verified opens the account of that address, whatever opened it before',
    false,
  ),
} as const;

type Values = {
  DISPATCH_INVITE_TTL_SECONDS: number;
  DISPATCH_INVITE_LANDING: boolean;
  DISPATCH_INVITE_URL_CHUNKS: number;
  DISPATCH_INVITE_CHUNK_MAX: number;
  DISPATCH_EMAIL_ALLOW_SMTPUTF8: boolean;
  TOCSIN_INVITES_PER_HOUR: number;
  TOCSIN_INVITES_PER_DAY: number;
  TOCSIN_INVITES_OPEN: number;
  TOCSIN_INVITE_LINKS_PER_DAY: number;
  TOCSIN_INVITE_LINKS_PER_WEEK: number;
};

export const invitationSettings = (values: Values): InvitationSettings => ({
  lifetimeSeconds: values.DISPATCH_INVITE_TTL_SECONDS,
  pieces: { count: values.DISPATCH_INVITE_URL_CHUNKS, longest: values.DISPATCH_INVITE_CHUNK_MAX },
  allowsUnicode: values.DISPATCH_EMAIL_ALLOW_SMTPUTF8,
  hasLanding: values.DISPATCH_INVITE_LANDING,
  limits: {
    perInviterHour: values.TOCSIN_INVITES_PER_HOUR,
    perOrganizationDay: values.TOCSIN_INVITES_PER_DAY,
    perAddressDay: values.TOCSIN_INVITE_LINKS_PER_DAY,
    perAddressWeek: values.TOCSIN_INVITE_LINKS_PER_WEEK,
    open: values.TOCSIN_INVITES_OPEN,
  },
});
