export { again } from './again.ts';
export { documentSteps } from './documents.ts';
export { effectKey, withPlugin } from './effects.ts';
export { invitePeople, resolveParticipants, welcomePeople } from './people.ts';
export { removeOutside } from './remove-outside.ts';
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
