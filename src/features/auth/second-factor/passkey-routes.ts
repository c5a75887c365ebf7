import Type from 'typebox';
import { type Route, route } from '../../../edges/http/route.ts';
import { Joined, joinedBy } from '../joined.ts';
import { openOwnSession, requireOwnPage } from '../open-session.ts';
import { requirePasswords } from '../sign-in.ts';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './add-passkey.ts';
import { requireWaiting } from './complete-sign-in.ts';
import { RecoveryCodes } from './factors.ts';
import { beginPasskeySignIn, checkPasskey } from './passkey-sign-in.ts';
import { Proof } from './proof.ts';
import { CredentialOptions, NewCredential, SignedCredential } from './relying-party.ts';

const tag = 'auth';
const path = '/my-account/second-factor/passkeys';
const PasskeyName = Type.String({ minLength: 1, maxLength: 100 });

const begin = route({
  method: 'post',
  path: `${path}/begin`,
  tag,
  summary: 'Begins to add a passkey to the account of the caller',
  access: 'identity',
  errors: [409, 503],
  body: Proof,
  answer: CredentialOptions,
  handle: (ctx, { body, raw }, reply) => {
    requirePasswords(ctx);
    return beginPasskey(ctx, body, raw, reply);
  },
});

const add = route({
  method: 'post',
  path,
  tag,
  summary: 'Adds the passkey that the browser has made',
  access: 'identity',
  errors: [400, 409],
  body: Type.Object({ name: PasskeyName, credential: NewCredential }),
  answer: RecoveryCodes,
  handle: (ctx, { body, raw }) => addPasskey(ctx, body, raw),
});

const rename = route({
  method: 'patch',
  path: `${path}/{passkey_id}`,
  tag,
  summary: 'Gives a passkey of the caller another name',
  access: 'identity',
  errors: [404],
  body: Type.Object({ name: PasskeyName }),
  handle: async (ctx, { body, params }) => {
    await renamePasskey(ctx, Number(params.passkey_id), body.name);
    return null;
  },
});

const remove = route({
  method: 'post',
  path: `${path}/{passkey_id}/remove`,
  tag,
  summary: 'Removes a passkey of the caller',
  access: 'identity',
  errors: [404, 503],
  body: Proof,
  handle: async (ctx, { body, params }) => {
    await removePasskey(ctx, Number(params.passkey_id), body);
    return null;
  },
});

const beginSignIn = route({
  method: 'post',
  path: '/sign-in/passkey/begin',
  tag,
  summary: 'Begins a sign-in with a passkey, without a password',
  access: 'public',
  errors: [400, 422],
  answer: CredentialOptions,
  handle: (ctx, { raw }, reply) => {
    requirePasswords(ctx);
    requireOwnPage(ctx, raw);
    return beginPasskeySignIn(ctx, undefined, raw, reply);
  },
});

const beginSecondStep = route({
  method: 'post',
  path: '/sign-in/second-factor/passkey/begin',
  tag,
  summary: 'Goes on with a passkey where the password was right',
  access: 'public',
  errors: [400, 422],
  answer: CredentialOptions,
  handle: async (ctx, { raw }, reply) => {
    requirePasswords(ctx);
    requireOwnPage(ctx, raw);
    return beginPasskeySignIn(ctx, await requireWaiting(ctx, raw), raw, reply);
  },
});

const signIn = route({
  method: 'post',
  path: '/sign-in/passkey',
  tag,
  summary: 'Begins a session with what a passkey has signed',
  access: 'public',
  errors: [400, 403],
  body: Type.Object({ credential: SignedCredential }),
  answer: Joined,
  handle: async (ctx, { body, raw }, reply) => {
    requirePasswords(ctx);
    requireOwnPage(ctx, raw);
    const userId = await checkPasskey(ctx, body.credential, raw);
    return joinedBy(await openOwnSession(ctx, { userId, method: 'passkey' }, raw, reply));
  },
});

export const passkeyRoutes: Route[] = [begin, add, rename, remove, beginSignIn, beginSecondStep, signIn];
