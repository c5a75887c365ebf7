import type { Flow, Step } from '../../../core/jobs.ts';
import {
  createConference,
  createConversation,
  createNotificationsGroup,
  createStorage,
  createTacticalGroup,
  createTicket,
  invitePeople,
  notifyCreated,
  pageInCharge,
  pinLinks,
  resolveParticipants,
  setTopic,
  updateTicket,
  welcomePeople,
} from '../../assembly/index.ts';
import type { IncidentStatus } from '../incident.ts';
import { createIncidentDocument, fillIncidentDocument } from './documents.ts';
import { assignRoles } from './people.ts';

/** One attempt at each is enough for those who only show what there is: nothing outside may hold the rest up. */
const RESOURCES = ['create-ticket?', 'create-storage?', 'create-document?', 'create-conference?', 'create-conversation?'];

/** What is made for a new incident. The page to the commander goes first; each step stands alone. */
const steps: readonly Step[] = [
  { name: 'assign-roles', title: 'Ask on-call who takes over', priority: 100, timeoutMs: 15_000, run: assignRoles },
  { name: 'page-commander', title: 'Page the commander', after: ['assign-roles?'], priority: 100, run: pageInCharge },
  { name: 'create-conversation', title: 'Open the room', priority: 50, timeoutMs: 20_000, run: createConversation },
  { name: 'create-ticket', title: 'Make the ticket', priority: 20, timeoutMs: 20_000, run: createTicket },
  { name: 'create-tactical-group', title: 'Make the group of participants', timeoutMs: 20_000, run: createTacticalGroup },
  {
    name: 'create-notifications-group',
    title: 'Make the group of those who want to know',
    timeoutMs: 20_000,
    run: createNotificationsGroup,
  },
  { name: 'create-storage', title: 'Make the file storage', after: ['create-tactical-group?'], timeoutMs: 20_000, run: createStorage },
  {
    name: 'create-document',
    title: 'Make the incident document',
    after: ['create-storage?'],
    timeoutMs: 20_000,
    run: createIncidentDocument,
  },
  { name: 'create-conference', title: 'Set up the call', priority: 20, timeoutMs: 20_000, run: createConference },
  {
    name: 'resolve-participants',
    title: 'Bring in whom saved filters want',
    after: ['assign-roles?', 'create-tactical-group?', 'create-notifications-group?', 'create-conversation?'],
    timeoutMs: 20_000,
    run: resolveParticipants,
  },
  { name: 'set-topic', title: 'Set the topic of the room', after: ['create-conversation'], run: setTopic },
  {
    name: 'invite-people',
    title: 'Invite people to the room',
    after: ['create-conversation', 'assign-roles?'],
    priority: 30,
    run: invitePeople,
  },
  { name: 'welcome-people', title: 'Welcome people', after: ['create-conversation?', 'assign-roles?'], priority: 30, run: welcomePeople },
  { name: 'update-ticket', title: 'Put every link into the ticket', after: ['create-ticket', ...RESOURCES], run: updateTicket },
  { name: 'fill-document', title: 'Fill in the incident document', after: ['create-document', ...RESOURCES], run: fillIncidentDocument },
  { name: 'pin-links', title: 'Pin the links in the room', after: ['create-conversation', ...RESOURCES], run: pinLinks },
  { name: 'notify', title: 'Tell those who asked to be told', after: ['create-ticket?', 'create-conversation?'], run: notifyCreated },
];

export const createFlow: Flow = { name: 'incident-create', steps };

/** An incident that is over when it is reported needs its ticket and nothing else. */
const OF_A_CLOSED_ONE = new Set(['create-ticket', 'update-ticket']);

/** @returns the steps that an incident of this status needs; they keep their names, so that all show as one flow */
export function creationFlow({ status, askLater }: { status: IncidentStatus; askLater: boolean }): Flow {
  if (status === 'Closed') return { ...createFlow, steps: steps.filter((step) => OF_A_CLOSED_ONE.has(step.name)) };
  return askLater ? createFlow : { ...createFlow, steps: steps.filter((step) => step.name !== 'assign-roles') };
}
