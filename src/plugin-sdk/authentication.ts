/** Who somebody is, as far as a provider vouches for it. Being known is not being let in: that is decided by Tocsin alone. */
export type ProvenIdentity = {
  /** who vouches: an issuer's address, or the provider's slug where there is none */
  issuer: string;
  /** the issuer's own, unchanging name for the person */
  subject: string;
  email: string;
  /** the issuer says that the person reads this mailbox */
  emailVerified: boolean;
  /** the words that say how far this credential reaches, as the issuer spells them; left out: as far as the person */
  granted?: readonly string[];
};

/** Why a provider does not take what it was shown; each is a word in the log and in the answer. */
export type RefusalCode =
  | 'access_denied'
  | 'account_suspended'
  | 'at_hash_mismatch'
  | 'bad_grant'
  | 'bad_signature'
  | 'client_refused'
  | 'cross_site'
  | 'email_not_verified'
  | 'expired'
  | 'malformed'
  | 'no_email_claim'
  | 'not_invited'
  | 'not_yet_valid'
  | 'provider_error'
  | 'provider_unavailable'
  | 'unknown_key'
  | 'untrusted_peer'
  | 'wrong_host'
  | 'wrong_algorithm'
  | 'wrong_audience'
  | 'wrong_issuer'
  | 'wrong_nonce'
  | 'wrong_secret'
  | 'wrong_signer'
  | 'wrong_state'
  /** of the invitation that came along */
  | 'seat_limit_reached'
  | 'rate_limited'
  | `invite_${string}`;

/**
 * What was shown is refused. The message is for the operator's log and names expected and received values, the setting to change where
 * there is one, and never the token itself.
 */
export class Refused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Refused';
    this.code = code;
  }
}

export type IncomingRequest = {
  /** names in lower case; a list where a header was sent several times and may be */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** address of whoever opened the connection, whatever proxies say of others */
  peer: string;
  method: string;
  /** what the answer and the log call the request */
  id?: string;
};

/** Tells who sends a request. One is configured for the whole installation. */
export type AuthenticationProvider = {
  slug: string;
  /**
   * @returns undefined when the request brings nothing that this provider looks at
   * @throws Refused what it brings is no good
   */
  identify(request: IncomingRequest): Promise<ProvenIdentity | undefined>;
  /**
   * Looks at all it needs from outside, afresh and in order, for `tocsin doctor`; missing where it needs nothing.
   * @param token of a person, as it was pasted: how far it would come
   */
  examine?(token?: string): Promise<Check[]>;
  /** Whether people can be signed in now, by what it remembers or within seconds; missing where it needs nothing from outside. */
  isReady?(): Promise<boolean>;
  /** signs people in by sending their browser away and back; missing where each request brings its proof along */
  redirect?: RedirectSignIn;
};

/** What a session keeps of a sign-in; stored sealed. */
export type Grant = {
  /** the provider's own; whatever `renew` and `signOutUrl` need */
  text: string;
  /** when to ask the provider whether the person is still welcome; missing where it cannot be asked */
  renewAt?: Date;
  /** the provider's name for the session, by which it may end it */
  session?: string;
};

export type RedirectSignIn = {
  /** where people are sent, as they know it: a host */
  at: string;
  /**
   * @param redirectUri where the provider sends the browser back to
   * @param asked `loginHint`: the address that is expected; `choosesAccount`: the person wants another account than the one they are signed
   *   in with there
   * @returns where to send the browser; `state`, which comes back with it; and what `finish` is given again, kept where only that browser
   *   brings it along
   * @throws Refused provider_unavailable
   */
  begin(
    redirectUri: string,
    asked?: { loginHint?: string; choosesAccount?: boolean },
  ): Promise<{ url: string; state: string; kept: string }>;
  /**
   * @param query what the browser came back with
   * @returns who it is, with all that was said of them
   * @throws Refused
   */
  finish(query: URLSearchParams, kept: string): Promise<{ identity: ProvenIdentity; claims: Record<string, unknown>; grant: Grant }>;
  /** @throws Refused bad_grant the person is not welcome any more; provider_unavailable */
  renew(text: string, subject: string): Promise<Grant>;
  /** @returns where the browser signs out of the provider as well; undefined where it cannot, or is not to */
  signOutUrl(text: string, backTo: string): Promise<string | undefined>;
};

/** One thing an operator should know; `detail` of a wrong one says what to change where. */
export type Check = { check: string; result: 'good' | 'wrong' | 'note'; detail: string };

/** What a provider may use of the process. */
export type AuthenticationHost = {
  now(): Date;
  /** the only way out */
  fetch: typeof globalThis.fetch;
  /** where people reach Tocsin, without a trailing slash */
  uiUrl: string;
};

/**
 * A provider of your own: a module whose `default` export is one of these, named in TOCSIN_AUTHENTICATION_PLUGIN.
 * @source docs/guides/sign-in.md
 */
export type AuthenticationPlugin = {
  slug: string;
  /** @param setting value of a name in the environment or `.env` */
  create(setting: (name: string) => string | undefined, host: AuthenticationHost): AuthenticationProvider;
};

/** What an operator has pasted of an OpenID provider that nothing is configured for yet. */
export type OpenIdTrial = {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  emailClaim?: string | undefined;
  emailTrust: 'verified' | 'issuer';
  scopes: string[];
};
