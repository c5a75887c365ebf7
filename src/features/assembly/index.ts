export { again } from './again.ts';
export { type Change, recordChanges } from './changes.ts';
export { type Classification, classificationChanges, classificationOf, differences } from './classification.ts';
export { deleteSubject } from './delete-subject.ts';
export { documentSteps } from './documents.ts';
export { effectKey, findOrCreate, has, keep, type OwnTable, resourceOf, withPlugin } from './effects.ts';
export { askForFeedback } from './feedback-request.ts';
export { pageInCharge } from './in-charge.ts';
export {
  Description,
  LongText,
  missingProject,
  optional,
  Person,
  Reference,
  Title,
  VISIBILITIES,
  type Visibility,
  VisibilitySchema,
} from './input.ts';
export { listSent, replaceSubjects, replaceTags, type SubjectLinks } from './lists.ts';
export { pageJson } from './page-json.ts';
export { inviteAgain, invitePeople, notifyCreated, resolveParticipants, welcomePeople } from './people.ts';
export { removeOutside } from './remove-outside.ts';
export { completeFlow, retryStep } from './repeat.ts';
export {
  createConference,
  createConversation,
  createNotificationsGroup,
  createStorage,
  createTacticalGroup,
  createTicket,
  updateTicket,
} from './resources.ts';
export { archiveRoom, pinLinks, setTopic, unarchiveRoom } from './room.ts';
export { separateRooms } from './separate-rooms.ts';
export { FlowStepRead, GroupRead, StorageRead, statusChangeShape } from './shapes.ts';
export { insertStatusChange, nextSubjectId, subjectName, updateSubject } from './store.ts';
export { openOnce, recordOpening } from './submission.ts';
