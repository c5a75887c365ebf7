import Type from 'typebox';
import { Id, nullable, Time } from '../../../core/field.ts';
import { type Route, route } from '../../../edges/http/route.ts';
import { Joined, joinedBy } from '../joined.ts';
import { openOwnSession, requireOwnPage } from '../open-session.ts';
import { requirePasswords } from '../sign-in.ts';
import { checkCode } from './check-code.ts';
import { requireWaiting } from './complete-sign-in.ts';
import { beginTotp, confirmTotp, removeTotp } from './enrol-totp.ts';
import { mySecondFactor, RecoveryCodes, renewRecoveryCodes } from './factors.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { Code, Proof } from './proof.ts';

const tag = 'auth';
const path = '/my-account/second-factor';

const readSecondFactor = route({
  method: 'get',
  path,
  tag,
  summary: 'What the caller has beside their password',
  access: 'identity',
  answer: Type.Object({
    totp: nullable(Type.Object({ created_at: Time, used_at: nullable(Time) })),
    passkeys: Type.Array(Type.Object({ id: Id, name: Type.String(), created_at: Time, used_at: nullable(Time) })),
    recovery_codes_left: Type.Integer(),
  }),
  handle: (ctx) => mySecondFactor(ctx),
});

const begin = route({
  method: 'post',
  path: `${path}/totp`,
  tag,
  summary: 'Begins to add or to replace the authenticator application of the caller',
  access: 'identity',
  errors: [503],
  body: Proof,
  answer: Type.Object({
    secret: Type.String({ description: 'Base 32, to be typed' }),
    uri: Type.String({ description: 'otpauth://…, to be shown as a QR code' }),
  }),
  handle: (ctx, { body }) => {
    requirePasswords(ctx);
    return beginTotp(ctx, body);
  },
});

const confirm = route({
  method: 'post',
  path: `${path}/totp/confirm`,
  tag,
  summary: 'Has the authenticator application count from now on',
  access: 'identity',
  errors: [409, 503],
  body: Type.Object({ code: Code }),
  answer: RecoveryCodes,
  handle: (ctx, { body }) => confirmTotp(ctx, body),
});

const remove = route({
  method: 'post',
  path: `${path}/totp/remove`,
  tag,
  summary: 'Removes the authenticator application of the caller',
  access: 'identity',
  errors: [404, 503],
  body: Proof,
  handle: async (ctx, { body }) => {
    await removeTotp(ctx, body);
    return null;
  },
});

const renewCodes = route({
  method: 'post',
  path: `${path}/recovery-codes`,
  tag,
  summary: 'Makes new recovery codes for the caller; the former ones count no more',
  access: 'identity',
  errors: [409, 503],
  body: Proof,
  answer: RecoveryCodes,
  handle: (ctx, { body }) => renewRecoveryCodes(ctx, body),
});

const signInByCode = route({
  method: 'post',
  path: '/sign-in/second-factor',
  tag,
  summary: 'Completes a sign-in that the password began, with a code',
  access: 'public',
  errors: [400, 403, 503],
  body: Type.Object({ code: Code }),
  answer: Joined,
  handle: async (ctx, { body, raw }, reply) => {
    requirePasswords(ctx);
    requireOwnPage(ctx, raw);
    const userId = await requireWaiting(ctx, raw);
    await checkCode(ctx, userId, body.code);
    return joinedBy(await openOwnSession(ctx, { userId, method: 'password' }, raw, reply));
  },
});

export const secondFactorRoutes: Route[] = [signInByCode, readSecondFactor, begin, confirm, remove, renewCodes, ...passkeyRoutes];
