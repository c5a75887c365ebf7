import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/incidents/50dc6c495c0c9188';
export const KID = 'b54a3d2e-8f0a-4c4b-9d3c-1c2d3e4f5a6b';

export type TokenParts = { header?: object; claims?: object; key?: KeyObject };

/** Base64url with its padding, as the load balancer writes it. */
const padded = (value: object) => {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
};

export const aKeyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/**
 * What an AWS load balancer that has signed somebody in says of them, with a key pair of its own.
 * @source https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
export function aLoadBalancer(now: () => Date = () => new Date()) {
  const { privateKey, publicKey } = aKeyPair();
  return {
    /** as its key service answers for `KID` */
    pem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    aToken({ header = {}, claims = {}, key = privateKey }: TokenParts = {}): string {
      const exp = Math.floor(now().getTime() / 1000) + 120;
      const iss = 'https://id.example.com';
      const head = padded({ typ: 'JWT', kid: KID, alg: 'ES256', iss, client: 'client-1', signer: ARN, exp, ...header });
      const body = padded({ sub: 'sub-1', email: 'ada@example.com', iss, exp, ...claims });
      const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
      return `${head}.${body}.${signature.padEnd(88, '=')}`;
    },
  };
}
