export { holdingsOf } from './holdings.ts';
export { MEMBER_LEFT } from './leaving.ts';
export { leaveOrganization, removeMember } from './remove-member.ts';
export { setMemberRole } from './set-member-role.ts';
export { reactivateMember, suspendMember } from './suspend-member.ts';
