export { holdingsOf } from './holdings.ts';
export { INVITER_CHANGED, MEMBER_LEFT } from './leaving.ts';
export { requireGrantable } from './member.ts';
export { leaveOrganization, removeMember } from './remove-member.ts';
export { setMemberRole } from './set-member-role.ts';
export { requireAnotherOwner } from './store.ts';
export { reactivateMember, suspendMember } from './suspend-member.ts';
