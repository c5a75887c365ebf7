export { endMemberSessions } from './end-member-sessions.ts';
export { holdingsOf } from './holdings.ts';
export { INVITER_CHANGED, MEMBER_LEFT } from './leaving.ts';
export { requireGrantable } from './member.ts';
export { leaveOrganization, removeMember } from './remove-member.ts';
export { setMemberProjects } from './set-member-projects.ts';
export { setMemberRole } from './set-member-role.ts';
export { standingOf } from './standing.ts';
export { reactivateMember, suspendMember } from './suspend-member.ts';
