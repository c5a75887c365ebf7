import assert from 'node:assert/strict';
import { test } from 'vitest';
import { readConfig } from './config.ts';
import { ALB_PROVIDER, HEADER_PROVIDER, OIDC_PROVIDER } from './sign-in.ts';

const SLUG = 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG';
const PKCE = 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/incidents/50dc6c495c0c9188';

const read = async (environment: Record<string, string>) => readConfig({ environment, envFile: {} });

const problemsOf = async (environment: Record<string, string>) => (await read(environment)).problems;

test.each([
  [{}, 'the basic provider is the default'],
  [{ [SLUG]: OIDC_PROVIDER, [`${PKCE}_OPEN_ID_CONNECT_URL`]: 'https://id.example.com/', [`${PKCE}_CLIENT_ID`]: 'tocsin' }, 'OpenID'],
  [{ [SLUG]: OIDC_PROVIDER, [`${PKCE}_JWKS`]: 'https://id.example.com/keys', DISPATCH_JWT_AUDIENCE: 'api' }, 'OpenID without discovery'],
  [{ [SLUG]: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: '10.0.0.0/8, loopback' }, 'a header'],
  [{ [SLUG]: ALB_PROVIDER, DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: ARN, DISPATCH_TRUSTED_PROXIES: '10.0.0.0/16' }, 'a load balancer'],
  [{ [SLUG]: '', DISPATCH_ALLOW_ANONYMOUS: 'true' }, 'nobody is asked'],
  [{ [SLUG]: 'none', DISPATCH_ALLOW_ANONYMOUS: 'yes' }, 'nobody is asked, by its word'],
  [{ [SLUG]: 'ours', TOCSIN_AUTHENTICATION_PLUGIN: './ours.ts' }, 'a provider of one’s own'],
] as [Record<string, string>, string][])('a complete configuration is taken: %o (%s)', async (environment) => {
  assert.deepEqual(await problemsOf(environment), []);
});

test.each([
  [{ [SLUG]: 'dispatch-auth-provider-saml' }, SLUG, /not one of dispatch-auth-provider-basic, .*TOCSIN_AUTHENTICATION_PLUGIN/],
  [{ [SLUG]: OIDC_PROVIDER, [`${PKCE}_CLIENT_ID`]: 'x' }, `${PKCE}_OPEN_ID_CONNECT_URL`, /give the issuer/],
  [{ [SLUG]: OIDC_PROVIDER, [`${PKCE}_OPEN_ID_CONNECT_URL`]: 'https://id.example.com' }, `${PKCE}_CLIENT_ID`, /DISPATCH_JWT_AUDIENCE/],
  [{ [SLUG]: OIDC_PROVIDER, [`${PKCE}_OPEN_ID_CONNECT_URL`]: 'id.example.com' }, `${PKCE}_OPEN_ID_CONNECT_URL`, /starts with http/],
  [{ [SLUG]: HEADER_PROVIDER }, 'DISPATCH_TRUSTED_PROXIES', /proxies that may set the header/],
  [{ [SLUG]: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: 'proxy.internal' }, 'DISPATCH_TRUSTED_PROXIES', /list of addresses/],
  [{ [SLUG]: ALB_PROVIDER, DISPATCH_TRUSTED_PROXIES: '10.0.0.0/8' }, 'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN', /arn:aws/],
  [
    { [SLUG]: ALB_PROVIDER, DISPATCH_TRUSTED_PROXIES: '10.0.0.0/8', DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: 'alb' },
    'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN',
    /arn:aws/,
  ],
  [{ [SLUG]: ALB_PROVIDER, DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: ARN }, 'DISPATCH_TRUSTED_PROXIES', /load balancer/],
  [{ [SLUG]: '' }, SLUG, /nobody would be asked.*DISPATCH_ALLOW_ANONYMOUS=true/],
  [{ [SLUG]: '', DISPATCH_ALLOW_ANONYMOUS: 'false' }, SLUG, /nobody would be asked/],
  [{ [SLUG]: '', DISPATCH_ALLOW_ANONYMOUS: 'true', ENV: 'prod' }, SLUG, /production refuses/],
  [{ [SLUG]: '', DISPATCH_ALLOW_ANONYMOUS: 'true', TOCSIN_HOST: '0.0.0.0' }, 'TOCSIN_HOST', /loopback/],
  [{ DISPATCH_ALLOW_ANONYMOUS: 'maybe' }, 'DISPATCH_ALLOW_ANONYMOUS', /true or false/],
] as [Record<string, string>, string, RegExp][])('an incomplete one names what is missing: %o', async (environment, name, message) => {
  const problem = (await problemsOf(environment)).find((one) => one.name === name);
  assert.match(problem?.message ?? '', message);
});

test('pain: an empty provider name means one thing, and only when it is said twice', async () => {
  const { config } = await read({ [SLUG]: '', DISPATCH_ALLOW_ANONYMOUS: '1' });
  assert.equal(config.values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG, '');
  assert.equal(config.values.DISPATCH_AUTHENTICATION_DEFAULT_USER, 'dispatch@example.com');
  assert.equal((await read({})).config.values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG, 'dispatch-auth-provider-basic');
});

test('pain: settings of the browser count on the server, at run time, under either name', async () => {
  const { config, problems } = await read({
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_SLUG: OIDC_PROVIDER,
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'https://id.example.com/',
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: 'tocsin',
  });
  assert.deepEqual(problems, []);
  assert.equal(config.values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG, OIDC_PROVIDER);
  assert.equal(config.values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID, 'tocsin');
  assert.match(config.warnings.join('\n'), /VITE_DISPATCH_AUTHENTICATION_PROVIDER_SLUG is an old name/);
});
