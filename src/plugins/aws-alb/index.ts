import { createNetworks } from '../../lib/networks.ts';
import { type AuthenticationHost, type AuthenticationProvider, type IncomingRequest, Refused } from '../../plugin-sdk/authentication.ts';
import { createKeys } from './keys.ts';
import { readToken } from './token.ts';

const SLUG = 'dispatch-auth-provider-aws-alb';
const HEADER = 'x-amzn-oidc-data';

type Options = {
  /** of the load balancer whose word counts */
  arn: string;
  emailClaim: string;
  keyCacheSeconds: number;
  /** the load balancer's client id at its identity provider; undefined: any */
  clientId: string | undefined;
  trustedProxies: readonly string[];
};

/**
 * Believes an AWS Application Load Balancer that has signed the person in.
 * @source https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
export function albProvider({ arn, emailClaim, keyCacheSeconds, clientId, trustedProxies }: Options, host: AuthenticationHost) {
  const isTrusted = createNetworks(trustedProxies);
  const keys = createKeys({ arn, keepMs: keyCacheSeconds * 1000 }, host);
  return {
    slug: SLUG,
    async identify({ headers, peer }: IncomingRequest) {
      const value = headers[HEADER];
      if (value === undefined || value === '') return undefined;
      if (!isTrusted(peer)) throw new Refused('untrusted_peer', `${peer} sent ${HEADER} but is not among DISPATCH_TRUSTED_PROXIES.`);
      if (typeof value !== 'string') throw new Refused('malformed', `${HEADER} was sent several times.`);
      const claims = await readToken(value, { arn, clientId, now: host.now(), keyOf: keys.get });
      const email = claims[emailClaim];
      if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email))
        throw new Refused(
          'no_email_claim',
          `The claim "${emailClaim}" holds no e-mail address; there are ${Object.keys(claims).join(', ')}. Name the right one in DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM.`,
        );
      if (typeof claims.sub !== 'string' || !claims.sub) throw new Refused('malformed', 'The token of the load balancer names no subject.');
      // The identity provider behind the load balancer has checked the address; the balancer passes on what it says, if it says so.
      return { issuer: issuerOf(claims), subject: claims.sub, email, emailVerified: isVerified(claims.email_verified) };
    },
  } satisfies AuthenticationProvider;
}

const issuerOf = ({ iss }: Record<string, unknown>) => (typeof iss === 'string' && iss ? iss : SLUG);

/** Text or truth value, as identity providers differ; one that says nothing leaves it to the load balancer's set-up. */
const isVerified = (claim: unknown) => claim === undefined || claim === true || claim === 'true';
