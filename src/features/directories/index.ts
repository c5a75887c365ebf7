export { adoptMember } from './adopt-member.ts';
export { setGroupMappings } from './set-group-mappings.ts';
export { createScimToken, revokeScimToken, scimTokens, scimUrl } from './tokens.ts';
