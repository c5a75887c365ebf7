import type { Flow, Step } from '../../../core/jobs.ts';
import {
  archiveRoom,
  createStorage,
  createTacticalGroup,
  createTicket,
  notifyCreated,
  pageInCharge,
  pinLinks,
  resolveParticipants,
  setTopic,
  updateTicket,
  welcomePeople,
} from '../../assembly/index.ts';
import type { CaseStatus } from '../case.ts';
import { closeItself } from './close-itself.ts';
import { createCaseDocument, fillCaseDocument } from './documents.ts';
import { askForDetails, assignFromOnCall } from './people.ts';
import { createCaseRoom, inviteToRoom, tellChannel } from './room.ts';

/** One attempt at each is enough for those who only show what there is: nothing outside may hold the rest up. */
const RESOURCES = ['create-ticket?', 'create-storage?', 'create-case-document?', 'create-conversation?'];

/** What is made for a new case. The page to the assignee goes first; each step stands alone. */
const steps: readonly Step[] = [
  { name: 'assign-from-oncall', title: 'Ask on-call who takes the case', priority: 100, timeoutMs: 15_000, run: assignFromOnCall },
  { name: 'page-assignee', title: 'Page the assignee', after: ['assign-from-oncall?'], priority: 100, run: pageInCharge },
  { name: 'create-conversation', title: 'Open the room', priority: 50, timeoutMs: 20_000, run: createCaseRoom },
  {
    name: 'tell-channel',
    title: 'Say it in the channel of the type',
    after: ['create-conversation?'],
    timeoutMs: 20_000,
    run: tellChannel,
  },
  { name: 'create-ticket', title: 'Make the ticket', priority: 20, timeoutMs: 20_000, run: createTicket },
  { name: 'create-tactical-group', title: 'Make the group of participants', timeoutMs: 20_000, run: createTacticalGroup },
  { name: 'create-storage', title: 'Make the file storage', after: ['create-tactical-group?'], timeoutMs: 20_000, run: createStorage },
  { name: 'create-case-document', title: 'Make the case document', after: ['create-storage?'], timeoutMs: 20_000, run: createCaseDocument },
  {
    name: 'resolve-participants',
    title: 'Bring in whom saved filters want',
    after: ['assign-from-oncall?', 'create-tactical-group?', 'create-conversation?'],
    timeoutMs: 20_000,
    run: resolveParticipants,
  },
  { name: 'set-topic', title: 'Set the topic of the room', after: ['create-conversation'], run: setTopic },
  {
    name: 'invite-people',
    title: 'Invite people to the room',
    after: ['create-conversation', 'assign-from-oncall?'],
    priority: 30,
    run: inviteToRoom,
  },
  {
    name: 'welcome-people',
    title: 'Welcome people',
    after: ['create-conversation?', 'assign-from-oncall?'],
    priority: 30,
    run: welcomePeople,
  },
  { name: 'ask-for-details', title: 'Ask the assignee for what the report lacks', after: ['create-conversation'], run: askForDetails },
  { name: 'update-ticket', title: 'Put every link into the ticket', after: ['create-ticket', ...RESOURCES], run: updateTicket },
  { name: 'fill-case-document', title: 'Fill in the case document', after: ['create-case-document', ...RESOURCES], run: fillCaseDocument },
  { name: 'pin-links', title: 'Pin the links in the room', after: ['create-conversation', ...RESOURCES], run: pinLinks },
  { name: 'notify', title: 'Tell those who asked to be told', after: ['create-ticket?', 'create-conversation?'], run: notifyCreated },
  {
    name: 'close-itself',
    title: 'Close it, as its type wants',
    after: [...RESOURCES, 'pin-links?', 'invite-people?', 'welcome-people?', 'notify?'],
    run: closeItself,
  },
  { name: 'archive-conversation', title: 'Archive the room', after: ['create-conversation', 'pin-links?'], run: archiveRoom },
];

export const createFlow: Flow = { name: 'case-create', steps };

export type Circumstances = {
  status: CaseStatus;
  /** an outside on-call system has to be asked for the assignee */
  askLater: boolean;
  isDedicated: boolean;
  /** opened by an alert */
  isAlert: boolean;
  /** reported as a security event by somebody who may know little of it */
  isEvent: boolean;
  closesItself: boolean;
};

/** What many alerts would make many of. */
const TOO_MUCH_FOR_AN_ALERT = new Set(['create-tactical-group', 'create-storage', 'create-case-document', 'fill-case-document']);
/** What is for people who have work to do. */
const FOR_WORK = new Set([
  'assign-from-oncall',
  'page-assignee',
  'resolve-participants',
  'invite-people',
  'welcome-people',
  'ask-for-details',
  'close-itself',
]);

function isNeeded({ name }: Step, { status, askLater, isDedicated, isAlert, isEvent, closesItself }: Circumstances): boolean {
  if (status === 'Closed' && FOR_WORK.has(name)) return false;
  if (isAlert && TOO_MUCH_FOR_AN_ALERT.has(name)) return false;
  switch (name) {
    case 'assign-from-oncall':
      return askLater;
    case 'tell-channel':
      return !isDedicated;
    case 'notify':
      return isDedicated;
    case 'ask-for-details':
      return isEvent;
    case 'close-itself':
      return closesItself;
    case 'archive-conversation':
      return status === 'Closed';
    default:
      return true;
  }
}

/** @returns the steps that such a case needs; they keep their names, so that all show as one flow */
export const creationFlow = (circumstances: Circumstances): Flow => ({
  ...createFlow,
  steps: steps.filter((step) => isNeeded(step, circumstances)),
});
