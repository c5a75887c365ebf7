export { adoptMember } from './adopt-member.ts';
export { listGroups, listMappings } from './mappings-store.ts';
export { type NewMapping, setGroupMappings } from './set-group-mappings.ts';
export { createScimToken, revokeScimToken, scimTokens, scimUrl } from './tokens.ts';
