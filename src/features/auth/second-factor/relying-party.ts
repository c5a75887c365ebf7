import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { System } from '../../../core/context.ts';

/** Loaded when somebody uses a passkey: it brings the certificates of every maker along, and a start should not wait for them. */
export const webAuthn = () => import('@simplewebauthn/server');

/** EdDSA, ES256, RS256: every authenticator has one of them. What else the library knows, this Node calls experimental, on its console. */
export const ALGORITHMS = [-8, -7, -257];

/** Whom authenticators make their keys for: the host that people open. @source https://www.w3.org/TR/webauthn-3/#relying-party-identifier */
export function relyingParty({ settings }: Pick<System, 'settings'>) {
  const { hostname, origin } = new URL(settings.uiUrl);
  return { id: hostname, origin };
}

/** What authenticators call a person; it says nothing about them, and is the same for each of their keys. */
export const handleOf = (userId: number): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha256').update(`tocsin passkeys of ${userId}`).digest());

const Text = Type.String({ minLength: 1, maxLength: 20_000 });
const credentialWith = <R extends ReturnType<typeof Type.Object>>(response: R) =>
  Type.Object({ id: Type.String({ minLength: 1, maxLength: 2000 }), rawId: Text, type: Type.Enum(['public-key']), response });

/** What a browser's `navigator.credentials.create()` gives, as JSON. */
export const NewCredential = credentialWith(
  Type.Object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 20 })),
  }),
);
export type NewCredential = Static<typeof NewCredential>;

/** What a browser's `navigator.credentials.get()` gives, as JSON. */
export const SignedCredential = credentialWith(
  Type.Object({
    clientDataJSON: Text,
    authenticatorData: Text,
    signature: Text,
    userHandle: Type.Optional(Type.String({ maxLength: 200 })),
  }),
);
export type SignedCredential = Static<typeof SignedCredential>;

/** For the browser, which knows its form. */
export const CredentialOptions = Type.Object({
  options: Type.Unsafe<object>({
    type: 'object',
    additionalProperties: true,
    description: 'The options of `navigator.credentials`, as JSON of Web Authentication, level 3',
  }),
});
