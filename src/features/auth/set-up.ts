import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { forbidden, invalid } from '../../core/errors.ts';
import type { Check, OpenIdTrial } from '../../plugin-sdk/authentication.ts';

const Text = (description: string) => Type.Optional(Type.String({ maxLength: 2000, description }));

export const Trial = Type.Object({
  issuer: Type.String({ minLength: 1, maxLength: 2000, description: 'As it was pasted: any slash, or the discovery address' }),
  client_id: Type.String({ minLength: 1, maxLength: 500 }),
  client_secret: Text('Secret of the client, where it has one'),
  email_claim: Text('Claim that holds the address; default: email'),
  email_trust: Type.Optional(Type.Union([Type.Literal('verified'), Type.Literal('issuer')])),
  scopes: Text('Default: openid profile email'),
});
type Trial = Static<typeof Trial>;

/** Signing in concerns everybody: whoever owns the first organization owns the installation. @throws forbidden */
export async function requireInstallationOwner(ctx: Context): Promise<void> {
  const found = await ctx.db
    .selectFrom('organization_members as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .select('m.role')
    .where('o.default', '=', true)
    .where('m.role', '=', 'Owner')
    .where('m.status', '=', 'active')
    .where('m.dispatch_user_id', '=', ctx.actor.userId)
    .executeTakeFirst();
  if (!found) throw forbidden('Only an Owner of the first organization sets up how people sign in.');
}

/** @throws invalid the issuer is no address, or not an encrypted one in production */
export function trialOf(ctx: Context, trial: Trial): OpenIdTrial {
  const issuer = trial.issuer.trim();
  const protocol = URL.parse(issuer)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:') throw invalid('issuer', 'Give the whole address, beginning with https://.');
  if (protocol === 'http:' && ctx.settings.production) throw invalid('issuer', 'The address must begin with https://.');
  return {
    issuer,
    clientId: trial.client_id.trim(),
    clientSecret: trial.client_secret?.trim() || undefined,
    emailClaim: trial.email_claim?.trim() || undefined,
    emailTrust: trial.email_trust ?? 'verified',
    scopes: (trial.scopes ?? 'openid profile email').split(/[\s,]+/).filter(Boolean),
  };
}

/** Looks at a provider that is not configured yet, step by step, with the settings it would take. */
export async function examineProvider(ctx: Context, input: Trial): Promise<{ checks: Check[]; settings: string[] }> {
  const trial = trialOf(ctx, input);
  const checks = (await ctx.trialProvider(trial).examine?.()) ?? [];
  return { checks, settings: settingsOf(ctx, trial) };
}

/** Whether those who belong here have passwords so far: their accounts are theirs at the provider as well, once that has been said. */
export const movesFromPasswords = ({ settings }: Pick<Context, 'settings'>) => settings.signIn === 'password';

/** The lines of `.env`; the secret is the operator's to fill in. */
function settingsOf(ctx: Context, { issuer, clientId, clientSecret, emailClaim, emailTrust, scopes }: OpenIdTrial): string[] {
  const lines: [string, string | undefined][] = [
    ['DISPATCH_UI_URL', ctx.settings.uiUrl],
    ['DISPATCH_AUTHENTICATION_PROVIDER_SLUG', 'dispatch-auth-provider-pkce'],
    ['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL', issuer],
    ['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID', clientId],
    ['TOCSIN_OIDC_CLIENT_SECRET', clientSecret && '<the secret>'],
    ['DISPATCH_JWT_EMAIL_OVERRIDE', emailClaim],
    ['DISPATCH_OIDC_EMAIL_TRUST', emailTrust === 'issuer' ? emailTrust : undefined],
    ['TOCSIN_LINK_BY_EMAIL', movesFromPasswords(ctx) ? 'true' : undefined],
    ['TOCSIN_OIDC_SCOPES', scopes.join(' ') === 'openid profile email' ? undefined : `"${scopes.join(' ')}"`],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}
