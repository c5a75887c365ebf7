export type OidcOptions = {
  /** as it was pasted: with or without trailing slash, or the discovery address */
  issuer: string | undefined;
  clientId: string | undefined;
  /** where the keys are when there is no issuer to ask; tokens of any issuer that these keys sign are then taken */
  jwksUrl: string | undefined;
  /** default: the client id */
  audience: string | undefined;
  /** default: `email` */
  emailClaim: string | undefined;
  /** `issuer`: an address is taken although the issuer does not say whether it was verified */
  emailTrust: 'verified' | 'issuer';
  /** missing: a public client, which proves itself by PKCE alone */
  clientSecret?: string | undefined;
  /** default: openid, profile, email */
  scopes?: string[] | undefined;
  /** more that is sent along when a browser goes there: `audience`, `prompt` */
  parameters?: Record<string, string>;
  /** an access token is taken although the ID token speaks of another */
  ignoreAtHash?: boolean;
  /** signing out here leaves the person signed in there */
  staySignedIn?: boolean;
};

/** Whom tokens must be for. Without a name nothing fits: no token is for nobody. */
export const audienceOf = ({ audience, clientId }: OidcOptions) => audience || clientId || '(no client id is configured)';
