export { type Added, addParticipant, type NewParticipant } from './add-participant.ts';
export { assignRole } from './assign-role.ts';
export { claimAfterHoursNotice } from './claim-after-hours-notice.ts';
export { explainParticipant } from './explain-participant.ts';
export { linksOf } from './messages.ts';
export { emailOf, requireEmail, sameAddress } from './named-person.ts';
export { acrossOpen, openOnes } from './open-ones.ts';
export { capabilityOf, type Group, groupOf, inThread, joinGroup, leaveGroup, type Room, roomOf } from './outside.ts';
export { isHeldByOne, PARTICIPANT_ROLES, type ParticipantRole } from './participant.ts';
export { describeSubject, maskSubject } from './plugin-subject.ts';
export { recordActivity } from './record-activity.ts';
export { removeParticipant } from './remove-participant.ts';
export {
  caseEdit,
  caseEvent,
  caseJoin,
  caseView,
  incidentEdit,
  incidentEvent,
  incidentJoin,
  incidentView,
  ofCase,
  ofIncident,
  ofSubject,
  SUBJECT_RULES,
  type SubjectVerb,
  subjectRule,
} from './rules.ts';
export { ParticipantRead, ParticipantReadMinimal, ParticipantRoleRead } from './shapes.ts';
export { activeEmails, findParticipant, holderOf, type LockedSubject, lockSubject } from './store.ts';
export { ofBothSubjects, type SubjectPath } from './subject-path.ts';
export { addPerson, changeRole, joinSubject, removePerson } from './take-part.ts';
export { inactivateAll, reactivateAll } from './tenures.ts';
