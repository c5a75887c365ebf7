import { type AuthenticationHost, type Check, Refused } from '../../plugin-sdk/authentication.ts';
import { type Answer, ask } from './ask.ts';
import { lookAtRedirect } from './examine-redirect.ts';
import { tokenSteps } from './examine-token.ts';
import { type Discovered, discoveredIn, discoveryUrl, requireSameIssuer } from './issuer.ts';
import { type Keys, keysOf, namesOf, usableKeys } from './keys.ts';
import type { OidcOptions } from './options.ts';
import { placeOf } from './places.ts';
import { type Said, type Step, take } from './steps.ts';

/** As much as tokens are forgiven: with a clock further off, good tokens are refused. */
const SKEW_MS = 60_000;

/**
 * Looks at everything the provider must fulfil, afresh and in order; after the first wrong thing the rest is only named.
 * @param token as it was pasted, with or without `Bearer`
 * @source docs/guides/sign-in.md
 */
export async function examineIssuer(options: OidcOptions, host: AuthenticationHost, token?: string): Promise<Check[]> {
  const place = placeOf(options.issuer);
  const examined = providerSteps(options, host);
  const pasted = token?.trim().replace(/^bearer\s+/i, '');
  const steps = [...examined.steps, ...(pasted ? tokenSteps(pasted, options, { host, keys: examined.keys }) : [])];
  return take(steps, place);
}

function providerSteps(options: OidcOptions, host: AuthenticationHost) {
  const { now, fetch } = host;
  const { issuer, jwksUrl, clientId, audience } = options;
  const found: { discovery?: Answer; discovered?: Discovered; answer?: Answer; keys?: Keys } = {};
  const discovery: Step[] = issuer
    ? [
        {
          check: 'issuer reachable',
          place: 'issuer',
          async look() {
            found.discovery = await ask(discoveryUrl(issuer), fetch);
            return `${found.discovery.url} answers`;
          },
        },
        {
          check: 'discovery valid',
          place: 'issuer',
          async look() {
            found.discovered = discoveredIn(found.discovery as Answer);
            return `keys at ${found.discovered.jwksUrl}`;
          },
        },
        {
          check: 'issuer equal',
          place: 'issuer',
          async look() {
            requireSameIssuer(found.discovered as Discovered, issuer);
            return `tokens must carry iss=${found.discovered?.issuer}`;
          },
        },
      ]
    : [{ check: 'issuer reachable', look: async () => withoutIssuer(jwksUrl) }];
  const steps: Step[] = [
    ...discovery,
    {
      check: 'keys usable',
      async look() {
        found.answer = await ask(jwksUrl ?? found.discovered?.jwksUrl ?? '', fetch);
        found.keys = keysOf(found.answer, found.discovered);
        return `signed with ${namesOf(usableKeys(found.keys))}`;
      },
    },
    {
      check: 'client id',
      place: 'client',
      async look() {
        if (clientId)
          return audience ? `${clientId}, and tokens are for ${audience} (DISPATCH_JWT_AUDIENCE)` : `tokens are for ${clientId}`;
        if (audience) return { note: `Not set; tokens are for ${audience} (DISPATCH_JWT_AUDIENCE).` };
        throw new Refused('wrong_audience', 'There is none; set DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID.');
      },
    },
    {
      check: 'redirect registered',
      place: 'client',
      look: async () =>
        found.discovered && clientId
          ? lookAtRedirect(options, found.discovered, host)
          : { note: 'Without an issuer and a client id no browser is sent anywhere: people need a proxy that signs them in.' },
    },
    { check: 'clock', look: async () => clockSaid(found.answer?.date, now()) },
  ];
  return { steps, keys: () => found.keys as Keys };
}

function withoutIssuer(jwksUrl: string | undefined): Said {
  const setting = 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL';
  if (!jwksUrl) throw new Refused('provider_unavailable', `No provider is named; set ${setting}.`);
  return { note: `No issuer is named: whoever the keys at ${jwksUrl} sign for is believed; ${setting} would narrow that.` };
}

function clockSaid(theirs: Date | undefined, ours: Date): Said {
  if (!theirs) return { note: 'The provider does not tell its time.' };
  const skewMs = ours.getTime() - theirs.getTime();
  const said = `it is ${ours.toISOString()} here and ${theirs.toISOString()} at the provider`;
  if (Math.abs(skewMs) > SKEW_MS)
    throw new Refused('not_yet_valid', `The clocks differ by ${Math.round(Math.abs(skewMs) / 1000)} s: ${said}; set this machine's clock.`);
  return said;
}
