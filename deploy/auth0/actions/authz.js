/*
 * Tocsin, Auth0 Action 2 of 2 on the post-login trigger, after invite-validation: says in the tokens where somebody belongs, and takes away the
 * scopes that their role does not have. It never adds one: that would go past the tenant's own policy and consent.
 *
 * Secrets: CLIENT_IDS (of Tocsin's applications, separated by spaces), CLAIM_NAMESPACE (where people open Tocsin).
 */
const ROLES = ['admin', 'write', 'read'];
const RANKS = ['Member', 'Admin', 'Manager', 'Owner'];
/** They say who somebody is, not what they may do. */
const OIDC_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** Verb → resources, and for those of administrators by the lowest rank that has them. */
const READ = 'organization members projects incidents cases signals tasks documents contacts settings reports';
const WRITE = 'incidents cases signals tasks documents contacts feedback';
const ADMIN = {
  Admin: 'incidents cases signals settings members audit',
  Manager: 'projects keys',
  Owner: 'identity organization',
};

const named = (verb, resources) => resources.split(' ').map((resource) => `${verb}:${resource}`);

exports.onExecutePostLogin = async (event, api) => {
  const clientIds = (event.secrets.CLIENT_IDS || '').split(/[\s,]+/).filter(Boolean);
  if (!clientIds.includes(event.client.client_id)) return;
  const { active, all } = membershipsOf(event);
  const allowed = new Set(active ? scopesOf(active) : []);
  const namespace = (event.secrets.CLAIM_NAMESPACE || '').trim().replace(/\/+$/, '');
  if (active && namespace) {
    const claims = { organization: active.organization, roles: active.roles };
    if (all.length > 1) claims.organizations = all.map(({ organization }) => organization);
    for (const [name, value] of Object.entries(claims)) {
      api.idToken.setCustomClaim(`${namespace}/${name}`, value);
      api.accessToken.setCustomClaim(`${namespace}/${name}`, value);
    }
  }
  for (const scope of candidates(event)) if (!allowed.has(scope) && !OIDC_SCOPES.includes(scope)) api.accessToken.removeScope(scope);
};

/** What the token may hold: what was asked for, and all there is, because a refresh token brings along scopes that nobody asks for again. */
function candidates({ transaction, request }) {
  const asked = transaction?.requested_scopes;
  const written = request?.query?.scope;
  const known = [...named('read', READ), ...named('write', WRITE), ...Object.values(ADMIN).flatMap((one) => named('admin', one)), ...ROLES];
  return new Set(
    [...(Array.isArray(asked) ? asked : []), ...(typeof written === 'string' ? written.split(/\s+/) : []), ...known].filter(Boolean),
  );
}

function scopesOf({ roles, organization_role: rank }) {
  const scopes = [];
  if (roles.includes('read')) scopes.push(...named('read', READ));
  if (roles.includes('write')) scopes.push(...named('write', WRITE));
  const isAtLeast = (from) => RANKS.indexOf(rank) >= RANKS.indexOf(from);
  const ofAdmins = roles.includes('admin') ? Object.keys(ADMIN).filter(isAtLeast) : [];
  for (const from of ofAdmins) scopes.push(...named('admin', ADMIN[from]));
  // A bare verb stands for every scope of that verb: it stays only where all of them are had.
  const bare = roles.filter((role) => role !== 'admin' || ofAdmins.includes('Owner'));
  return [...scopes, ...bare];
}

/** @returns active undefined: somebody who belongs nowhere */
function membershipsOf({ user, transaction }) {
  const metadata = user.app_metadata || {};
  const justClaimed = listIn(transaction?.metadata?.tocsin_memberships);
  if (justClaimed) return { active: justClaimed.at(-1), all: justClaimed };
  if (metadata.signed_up !== true) return { active: undefined, all: [] };
  const { memberships, organization, roles } = metadata;
  const all = (Array.isArray(memberships) ? memberships : [{ organization, roles }]).map(membershipIn).filter(Boolean);
  return { active: all.find((one) => one.organization === organization), all };
}

function listIn(text) {
  try {
    const list = JSON.parse(text).map(membershipIn).filter(Boolean);
    return list.length ? list : undefined;
  } catch {
    return undefined;
  }
}

/** As written by Action 1, or by the retired rule: there `owner` and `manager` may stand among the roles. */
function membershipIn(value) {
  const { organization, roles, organization_role: given } = value || {};
  if (typeof organization !== 'string' || !organization || !Array.isArray(roles)) return undefined;
  const isOwner = roles.includes('owner');
  const isAdministrator = isOwner || roles.includes('manager') || roles.includes('admin');
  const from = isAdministrator ? 0 : ROLES.findIndex((role) => roles.includes(role));
  if (from < 0) return undefined;
  const implied = isOwner ? 'Owner' : roles.includes('manager') ? 'Manager' : isAdministrator ? 'Admin' : 'Member';
  return { organization, roles: ROLES.slice(from), organization_role: RANKS.includes(given) ? given : implied };
}
