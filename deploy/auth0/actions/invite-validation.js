/*
 * Tocsin, Auth0 Action 1 of 2 on the post-login trigger: whoever is not signed up needs a valid invitation.
 *
 * Secrets: CLIENT_IDS (of Tocsin's applications, separated by spaces), INVITE_ISSUER (where people open Tocsin), CLAIM_URL and CLAIM_SECRET
 * (of POST /api/v1/auth0/claim), INVITE_PUBLIC_KEY (optional PEM, for when the keys cannot be fetched).
 *
 * A denial returns before any metadata is set: Auth0 keeps what an Action has set, whether it denies or not. The log has one line, codes only.
 */
const { createHash, createPublicKey, verify } = require('node:crypto');

const HTTP_MS = 3000;
const KEYS_KEPT_MS = 600_000;
/** A key we do not know may be new: it is looked for again, but not for everybody who makes one up. */
const KEYS_FRESH_MS = 30_000;
const MAX_TOKEN = 4096;
const EARLY_SECONDS = 60;
const LATE_SECONDS = 30;
const ROLES = ['admin', 'write', 'read'];
const RANKS = ['Member', 'Admin', 'Manager', 'Owner'];
/** What our server says about a link or a person; any other refusal is a fault of the installation, not of the person. */
const CODE = /^(invite_[a-z_]{1,40}|email_not_verified|seat_limit_reached|account_suspended|not_invited|rate_limited)$/;

exports.onExecutePostLogin = async (event, api) => {
  const clientIds = (event.secrets.CLIENT_IDS || '').split(/[\s,]+/).filter(Boolean);
  if (!clientIds.includes(event.client.client_id)) return;
  const metadata = event.user.app_metadata || {};
  const signedUp = metadata.signed_up === true;
  const token = event.request.query?.invite_token;
  // Absent as well when a refresh token is exchanged or a session is asked for silently.
  if (token === undefined || token === '') {
    if (!signedUp) api.access.deny('not_invited');
    return;
  }
  const outcome = await admit(token, event, api).catch((error) => ({ code: 'unavailable', why: error?.name }));
  if (outcome.code) {
    console.log(`invite-validation: ${outcome.code}${outcome.why ? ` (${String(outcome.why).slice(0, 60)})` : ''}`);
    // A stale link locks nobody out: whoever is signed up gets in, and Tocsin shows the notice.
    if (!signedUp) api.access.deny(outcome.code);
    return;
  }
  const { membership } = outcome;
  const memberships = [...membershipsOf(metadata).filter((one) => one.organization !== membership.organization), membership];
  api.user.setAppMetadata('signed_up', true);
  api.user.setAppMetadata('organization', membership.organization);
  api.user.setAppMetadata('roles', membership.roles);
  api.user.setAppMetadata('memberships', memberships);
  // The profile is written when the trigger ends: this is how the next Action knows already.
  api.transaction?.setMetadata('tocsin_memberships', JSON.stringify(memberships));
};

/** @returns { membership }, or { code, why }: the code for the person, why for the log */
async function admit(token, event, api) {
  const { secrets, user, connection } = event;
  const checked = await check(token, secrets, api);
  if (checked.code) return checked;
  const { claims } = checked;
  // Whoever has the link has opened the mailbox; a password of the tenant's own database adds no other opinion about it.
  const isVerified = user.email_verified === true || connection.strategy === 'auth0';
  if (!isVerified) return { code: 'email_not_verified' };
  const key = emailKey(claims.email);
  if (key === undefined || key !== emailKey(user.email)) return { code: 'invite_wrong_email' };
  return claim(claims, secrets, {
    invite_token: token,
    subject: user.user_id,
    email: user.email,
    email_verified: isVerified,
    connection: connection.name,
  });
}

const invalid = (why) => ({ code: 'invite_invalid', why });

/** What can be known of a token without our database. @source docs/guides/auth0.md */
async function check(token, secrets, api) {
  if (typeof token !== 'string' || token.length > MAX_TOKEN) return invalid('malformed');
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) return invalid('malformed');
  const header = objectIn(parts[0]);
  if (header?.alg !== 'RS256' || header.typ !== 'invite+jwt' || typeof header.kid !== 'string') return invalid('header');
  // Nothing else belongs there: no address of a key, no key, nothing critical.
  if (Object.keys(header).length !== 3) return invalid('header');
  const { key, isKnown } = await keyOf(header.kid, secrets, api);
  if (!isKnown) return { code: 'unavailable', why: 'keys' };
  if (!key) return invalid('kid');
  if (key.asymmetricKeyType !== 'rsa' || key.asymmetricKeyDetails.modulusLength < 2048) return invalid('key');
  if (!verify('RSA-SHA256', Buffer.from(`${parts[0]}.${parts[1]}`), key, Buffer.from(parts[2], 'base64url'))) return invalid('signature');
  const claims = objectIn(parts[1]);
  const issuer = issuerOf(secrets);
  if (claims?.iss !== issuer || claims.aud !== `${issuer}/claim`) return invalid('issuer');
  const isWhole =
    ['email', 'organization', 'jti'].every((name) => typeof claims[name] === 'string' && claims[name]) &&
    Array.isArray(claims.roles) &&
    claims.roles.length > 0 &&
    claims.roles.every((role) => typeof role === 'string') &&
    Number.isSafeInteger(claims.iat) &&
    Number.isSafeInteger(claims.exp);
  if (!isWhole) return invalid('claims');
  const now = Date.now() / 1000;
  if (claims.iat > now + EARLY_SECONDS) return invalid('early');
  if (claims.exp <= now - LATE_SECONDS) return { code: 'invite_expired' };
  return { claims };
}

const issuerOf = ({ INVITE_ISSUER = '' }) => INVITE_ISSUER.trim().replace(/\/+$/, '');

/** Bytes have one spelling: another one of the same signature is another link. */
const isCanonical = (part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

function objectIn(part) {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @returns isKnown false: nobody could say which keys there are */
async function keyOf(kid, secrets, api) {
  const keys = await publishedKeys(kid, secrets, api);
  if (keys) {
    const jwk = keys.find((one) => one.kid === kid);
    return { isKnown: true, key: jwk && createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e }, format: 'jwk' }) };
  }
  // Only when the list is out of reach: a key that was taken off it must not come back this way.
  const pem = (secrets.INVITE_PUBLIC_KEY || '').replace(/\\n/g, '\n').trim();
  if (!pem) return { isKnown: false };
  const key = createPublicKey(pem);
  return { isKnown: true, key: thumbprint(key) === kid ? key : undefined };
}

/** @source RFC 7638 */
function thumbprint(key) {
  const { e, kty, n } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

async function publishedKeys(kid, secrets, api) {
  const kept = readKept(api.cache.get('tocsin-invite-keys'));
  const isFresh = kept && Date.now() - kept.at < KEYS_FRESH_MS;
  if (kept && (isFresh || kept.keys.some((one) => one.kid === kid))) return kept.keys;
  const keys = await fetchKeys(`${issuerOf(secrets)}/.well-known/jwks.json`).catch(() => undefined);
  if (!keys) return kept?.keys;
  // Too large a value is refused by the cache: then each sign-in asks.
  api.cache.set('tocsin-invite-keys', JSON.stringify({ at: Date.now(), keys }), { ttl: KEYS_KEPT_MS });
  return keys;
}

function readKept(record) {
  try {
    const kept = JSON.parse(record.value);
    return Array.isArray(kept.keys) && Date.now() - kept.at < KEYS_KEPT_MS ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function fetchKeys(url) {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(HTTP_MS) });
  if (!answer.ok) return undefined;
  const { keys } = await answer.json();
  if (!Array.isArray(keys)) return undefined;
  return keys
    .filter((one) => one && one.kty === 'RSA' && (one.use ?? 'sig') === 'sig' && (one.alg ?? 'RS256') === 'RS256')
    .map(({ kid, n, e }) => ({ kid, n, e }));
}

/** Consumes the link at our server: only this gives single use and revocation. */
async function claim(claims, { CLAIM_URL, CLAIM_SECRET }, body) {
  const answer = await fetch(CLAIM_URL, {
    method: 'POST',
    headers: { authorization: `Bearer ${CLAIM_SECRET}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(HTTP_MS),
  });
  const said = await answer.json();
  if (answer.ok) {
    const membership = membershipIn(said);
    if (membership && said.jti === claims.jti && membership.organization === claims.organization) return { membership };
    return { code: 'unavailable', why: 'answer' };
  }
  const isRefusal = answer.status >= 400 && answer.status < 500 && CODE.test(said?.code);
  return isRefusal ? { code: said.code } : { code: 'unavailable', why: answer.status };
}

function membershipIn(value) {
  const { organization, roles, organization_role: rank } = value || {};
  if (typeof organization !== 'string' || !/^[a-z0-9_-]{2,40}$/.test(organization)) return undefined;
  if (!Array.isArray(roles) || !roles.length || !roles.every((role) => ROLES.includes(role))) return undefined;
  if (rank !== undefined && !RANKS.includes(rank)) return undefined;
  // Each role brings along those after it.
  const closed = ROLES.slice(Math.min(...roles.map((role) => ROLES.indexOf(role))));
  return { organization, roles: closed, organization_role: rank ?? (closed.includes('admin') ? 'Admin' : 'Member') };
}

/** The list, or the one membership that profiles of before the list hold. */
function membershipsOf({ memberships, organization, roles }) {
  const list = Array.isArray(memberships) ? memberships : [{ organization, roles }];
  return list.map(membershipIn).filter(Boolean);
}

/**
 * What two spellings of one address have in common. Only A–Z are folded: other letters have small ones in common with letters they are not.
 * @returns undefined when it is none
 */
function emailKey(text) {
  const [, local, domain] = /^([^@]+)@([^@]+)$/.exec(typeof text === 'string' ? text.trim() : '') || [];
  if (!local || /[\s/\\?#:%[\]<>^|]/.test(domain)) return undefined;
  const ascii = asciiDomain(domain);
  if (!ascii) return undefined;
  // Beyond ASCII, where the server lets it be at all, it is compared as it is.
  const isAscii = [...local].every((letter) => letter <= '\x7f');
  return `${isAscii ? local.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : local.normalize('NFC')}@${ascii}`;
}

function asciiDomain(domain) {
  try {
    const { hostname } = new URL(`https://${domain}`);
    // Numbers would have been read as an address of a machine.
    return /^[\d.]+$/.test(hostname) ? undefined : hostname;
  } catch {
    return undefined;
  }
}
