import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/* An authenticator made of software, so that a test decides what it signs. */

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40];
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest();
const text = (bytes: Buffer | Uint8Array) => Buffer.from(bytes).toString('base64url');

type Options = { challenge: string; rp?: { id: string }; rpId?: string; user?: { id: string } };
type Twist = { origin?: string; host?: string; isVerified?: boolean; challenge?: string; counter?: number };

/** @param settings.origin of the page it is used on */
export function anAuthenticator({ origin = 'https://tocsin.test' } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  let userHandle: string | undefined;

  const seen = (type: string, options: Options, twist: Twist) =>
    Buffer.from(
      JSON.stringify({ type, challenge: twist.challenge ?? options.challenge, origin: twist.origin ?? origin, crossOrigin: false }),
    );
  const data = (host: string, flags: number, count: number) => {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    return Buffer.concat([sha256(host), Buffer.from([flags]), counted]);
  };
  const flagsOf = ({ isVerified = true }: Twist) => PRESENT | (isVerified ? VERIFIED : 0);
  const named = { id: text(id), rawId: text(id), type: 'public-key' };

  return {
    id: text(id),
    /** As `navigator.credentials.create()`. */
    create(options: Options, twist: Twist = {}) {
      userHandle = options.user?.id;
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const key = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
      const authData = Buffer.concat([data(twist.host ?? options.rp?.id ?? '', flagsOf(twist) | WITH_KEY, counter), key]);
      const attestationObject = isoCBOR.encode(
        new Map<string, string | Map<string, string> | Uint8Array>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      const clientDataJSON = seen('webauthn.create', options, twist);
      return {
        ...named,
        response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports: ['internal'] },
      };
    },
    /** As `navigator.credentials.get()`. */
    get(options: Options, twist: Twist = {}) {
      counter += 1;
      const authenticatorData = data(twist.host ?? options.rpId ?? '', flagsOf(twist), twist.counter ?? counter);
      const clientDataJSON = seen('webauthn.get', options, twist);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey);
      return {
        ...named,
        response: {
          clientDataJSON: text(clientDataJSON),
          authenticatorData: text(authenticatorData),
          signature: text(signature),
          ...(userHandle && { userHandle }),
        },
      };
    },
  };
}
