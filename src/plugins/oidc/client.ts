import * as openid from 'openid-client';
import type { AuthenticationHost } from '../../plugin-sdk/authentication.ts';
import { askAnything } from './ask.ts';
import type { Directory } from './directory.ts';
import type { OidcOptions } from './options.ts';

const LEEWAY_SECONDS = 60;

/** The library's view of the provider, made of the discovery document that we read ourselves. @throws Refused provider_unavailable */
export async function clientOf(options: OidcOptions, { fetch }: AuthenticationHost, directory: Directory): Promise<openid.Configuration> {
  const { metadata } = await directory.get();
  const { clientId = '', clientSecret } = options;
  const methods = (metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']) as string[];
  const prove = !clientSecret
    ? openid.None()
    : methods.includes('client_secret_basic')
      ? openid.ClientSecretBasic(clientSecret)
      : openid.ClientSecretPost(clientSecret);
  const server = metadata as openid.ServerMetadata;
  const configuration = new openid.Configuration(server, clientId, { [openid.clockTolerance]: LEEWAY_SECONDS }, prove);
  configuration[openid.customFetch] = (url, init) => askAnything(url, init as RequestInit, fetch);
  // Whoever configures a plain address has read what it says: a provider on the same machine, or a trial.
  if (server.issuer.startsWith('http:')) openid.allowInsecureRequests(configuration);
  return configuration;
}
