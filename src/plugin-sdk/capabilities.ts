import type { EffectKey, Resource, Subject } from './subject.ts';

/*
 * One interface per plug-in type. Every call may be repeated: first `find`, then `create`. Every call takes an AbortSignal that fires
 * when its time is over. A failure is a `PluginError`, whose message says what an administrator can do about it.
 */

export type Ticket = {
  find(key: EffectKey, signal: AbortSignal): Promise<Resource | undefined>;
  create(key: EffectKey, subject: Subject, signal: AbortSignal): Promise<Resource>;
  update(ticket: Resource, subject: Subject, signal: AbortSignal): Promise<void>;
  delete(ticket: Resource, signal: AbortSignal): Promise<void>;
  createForTask(
    key: EffectKey,
    task: { description: string; assignee: string | null; owner: string | null; url: string },
    parent: Resource,
    signal: AbortSignal,
  ): Promise<Resource>;
};

export type ChatMessage = {
  /** Markdown */
  text: string;
  /** the same message is posted once */
  key?: EffectKey;
  pinned?: boolean;
};

export type Conversation = {
  find(key: EffectKey, signal: AbortSignal): Promise<(Resource & { channel_id: string }) | undefined>;
  create(key: EffectKey, subject: Subject, signal: AbortSignal): Promise<Resource & { channel_id: string }>;
  /** adds people who are not in it yet; unknown addresses are returned, not an error */
  addMembers(channelId: string, emails: string[], signal: AbortSignal): Promise<{ unknown: string[] }>;
  removeMember(channelId: string, email: string, signal: AbortSignal): Promise<void>;
  setTopic(channelId: string, topic: string, signal: AbortSignal): Promise<void>;
  send(channelId: string, message: ChatMessage, signal: AbortSignal): Promise<void>;
  /** to one person; in the channel when it has a notion of "only visible to" */
  sendTo(email: string, message: ChatMessage & { channelId?: string }, signal: AbortSignal): Promise<void>;
  archive(channelId: string, signal: AbortSignal): Promise<void>;
  unarchive(channelId: string, signal: AbortSignal): Promise<void>;
};

export type StoredFile = { name: string; contentType: string; size: number; sha256: string; path: string };

export type Storage = {
  find(key: EffectKey, signal: AbortSignal): Promise<Resource | undefined>;
  /** @param folders names of sub-folders to make inside */
  create(key: EffectKey, subject: Subject, folders: string[], signal: AbortSignal): Promise<Resource>;
  grant(storage: Resource, emails: string[], signal: AbortSignal): Promise<void>;
  /** @throws when the disk is full; nothing is left behind */
  put(
    storage: Resource,
    file: { name: string; contentType: string; body: AsyncIterable<Uint8Array> },
    signal: AbortSignal,
  ): Promise<StoredFile>;
  get(storage: Resource, path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  remove(storage: Resource, path: string, signal: AbortSignal): Promise<void>;
  delete(storage: Resource, signal: AbortSignal): Promise<void>;
};

export type NewDocument = {
  name: string;
  /** the document to copy, placeholders still in it */
  template: Resource | null;
  /** Markdown to begin with when there is no template */
  beginning?: string;
  subject: Subject;
};

export type DocumentStore = {
  find(key: EffectKey, signal: AbortSignal): Promise<Resource | undefined>;
  create(key: EffectKey, document: NewDocument, signal: AbortSignal): Promise<Resource>;
  /** replaces `{{name}}` placeholders; may be called again with newer values */
  fill(document: Resource, values: Record<string, string>, signal: AbortSignal): Promise<void>;
  read(document: Resource, signal: AbortSignal): Promise<string>;
};

export type Conference = {
  find(key: EffectKey, signal: AbortSignal): Promise<(Resource & { conference_id: string; challenge: string }) | undefined>;
  create(
    key: EffectKey,
    subject: Subject,
    invitees: string[],
    signal: AbortSignal,
  ): Promise<Resource & { conference_id: string; challenge: string }>;
};

export type ParticipantGroup = {
  find(key: EffectKey, signal: AbortSignal): Promise<(Resource & { name: string; email: string }) | undefined>;
  create(
    key: EffectKey,
    group: { name: string; subject: Subject; members: string[] },
    signal: AbortSignal,
  ): Promise<Resource & { name: string; email: string }>;
  setMembers(group: Resource & { email: string }, members: string[], signal: AbortSignal): Promise<void>;
  delete(group: Resource & { email: string }, signal: AbortSignal): Promise<void>;
};

export type Person = {
  email: string;
  fullname: string;
  title?: string;
  team?: string;
  department?: string;
  location?: string;
  weblink?: string;
};

export type Contact = { get(email: string, signal: AbortSignal): Promise<Person | undefined> };

export type Page = {
  serviceExternalId: string;
  subject: { kind: 'incident' | 'case'; id: number };
  /** one line: what is on the person's screen in the night */
  title: string;
  message: string;
  /** address of the subject's page in the web application */
  url: string;
};

export type OnCall = {
  /** @returns e-mail of whoever is on call now */
  get(serviceExternalId: string, signal: AbortSignal): Promise<string | undefined>;
  next(serviceExternalId: string, signal: AbortSignal): Promise<string | undefined>;
  /** wakes whoever is on call, once per key @returns e-mail of who was paged, where the system tells */
  page(key: EffectKey, page: Page, signal: AbortSignal): Promise<string | undefined>;
};

export type ParticipantResolver = {
  /** who should take part, by saved filters or whatever the plug-in knows */
  resolve(
    subject: Subject,
    signal: AbortSignal,
  ): Promise<{ individuals: { email: string; serviceExternalId?: string }[]; teams: string[] }>;
};

export type Email = {
  /** false: nothing can be sent; mails are kept where people can read them in the application */
  configured: boolean;
  /** @param key becomes the Message-ID, so that a repeated send is recognised by the receiver */
  send(
    key: EffectKey,
    mail: { to: string[]; cc: string[]; subject: string; text: string; html: string },
    signal: AbortSignal,
  ): Promise<void>;
};

/** Capability of each plug-in type. */
export type Capabilities = {
  ticket: Ticket;
  conversation: Conversation;
  storage: Storage;
  document: DocumentStore;
  conference: Conference;
  'participant-group': ParticipantGroup;
  contact: Contact;
  oncall: OnCall;
  participant: ParticipantResolver;
  email: Email;
};

export type CapabilityType = keyof Capabilities;

/** Types of the catalogue, those without a capability of their own included. */
export type PluginType =
  | CapabilityType
  | 'artificial-intelligence'
  | 'auth-mfa'
  | 'auth-provider'
  | 'definition'
  | 'investigation-tooling'
  | 'metric'
  | 'monitor'
  | 'signal-consumer'
  | 'signal-enrichment'
  | 'source'
  | 'tag'
  | 'task'
  | 'term'
  | 'workflow';
