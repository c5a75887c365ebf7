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
  /** into this thread of the channel; only a plug-in that begins threads is ever asked */
  threadId?: string;
};

/** Where a subject's people talk: a channel of its own, or a thread in a channel that others use as well. */
export type Room = Resource & { channel_id: string; thread_id?: string };

export type Conversation = {
  /** @returns the channel or thread made under the key */
  find(key: EffectKey, signal: AbortSignal): Promise<Room | undefined>;
  /** opens a channel of the subject's own */
  create(key: EffectKey, subject: Subject, signal: AbortSignal): Promise<Room>;
  /**
   * Begins a thread in a channel: its first message tells of the subject. A plug-in that has no threads leaves this out; its subjects
   * have a channel of their own, and the channel hears of it by `send`.
   * @param target the channel, as an administrator wrote it in the case type
   * @returns the room with its `thread_id`
   */
  createThread?(key: EffectKey, subject: Subject, target: string, signal: AbortSignal): Promise<Room & { thread_id: string }>;
  /** shows the subject as it is now in the message a thread began with; belongs to `createThread` */
  updateThread?(room: { channel_id: string; thread_id: string }, subject: Subject, signal: AbortSignal): Promise<void>;
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

/** One person's time on call, relieved by somebody else at its end. */
export type EndedShift = { email: string; from: Date; until: Date };

export type OnCall = {
  /** @returns e-mail of whoever is on call now */
  get(serviceExternalId: string, signal: AbortSignal): Promise<string | undefined>;
  next(serviceExternalId: string, signal: AbortSignal): Promise<string | undefined>;
  /** wakes whoever is on call, once per key @returns e-mail of who was paged, where the system tells */
  page(key: EffectKey, page: Page, signal: AbortSignal): Promise<string | undefined>;
  /** shifts that ended after a moment and until another, oldest first; missing where the system cannot tell */
  shiftsEnded?(serviceExternalId: string, span: { after: Date; until: Date }, signal: AbortSignal): Promise<EndedShift[]>;
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

/** How far a run is; `Completed` and `Failed` are the ends. */
export type WorkflowStatus = 'Submitted' | 'Created' | 'Running' | 'Completed' | 'Failed';

/** Something a run has left behind: a report, a log, a recording. */
export type WorkflowArtifact = {
  name: string;
  description: string | null;
  /** `http:` or `https:`; people click on it */
  weblink: string | null;
  /** the engine's own id; what has the same id later is the same artifact */
  resource_id: string | null;
};

/** Which workflow of the engine, for which run of ours. */
export type WorkflowCall = {
  /** what the engine calls the workflow */
  workflowId: string;
  /** number of the run in Tocsin: the same in every attempt, never used twice */
  instanceId: number;
};

/** A run as its engine knows it. */
export type WorkflowRun = Resource & {
  /** undefined: the engine does not say; what was known stays */
  status: WorkflowStatus | undefined;
  /** all of them so far; what is not named any more stays as it was */
  artifacts: WorkflowArtifact[];
};

/** An engine that runs automation: a pipeline, a playbook, a script. A run is started once and asked after until it is over. */
export type Workflow = {
  /** asked before an attempt is repeated @returns the run an interrupted attempt has started; undefined when the engine knows of none */
  find(key: EffectKey, call: WorkflowCall, signal: AbortSignal): Promise<WorkflowRun | undefined>;
  /**
   * Starts a run, once per key; does not wait for its end.
   * @param call.parameters JSON values by name: what people entered, `externalRef` (address of what it is run for), `workflowInstanceId`
   */
  run(key: EffectKey, call: WorkflowCall & { parameters: Record<string, unknown> }, signal: AbortSignal): Promise<WorkflowRun>;
  /** @returns the run as it is now; undefined when the engine knows nothing of it (yet) */
  get(run: Resource, call: WorkflowCall, signal: AbortSignal): Promise<WorkflowRun | undefined>;
};

/** What somebody is asked to confirm: that it is really them who does this. */
export type Challenge = {
  /** never used twice; the key under which it is asked */
  id: string;
  /** `signal-engagement-confirmation`, for example */
  action: string;
  /** one line for the person */
  title: string;
  email: string;
  /** a decision after this counts for nothing */
  expiresAt: Date;
};

/**
 * Has people confirm what is done in their name. Whoever asks does not wait: a feature makes a challenge and names the job that goes on
 * from there, which is queued with the decision or when the time is over.
 */
export type SecondFactor = {
  /** Left out: people decide on Tocsin's own page, signed in. Else that page only shows how things stand. */
  elsewhere?: {
    /** asks, on their phone for example, and does not wait @returns what the other system calls it: with the same id the same */
    ask(challenge: Challenge, signal: AbortSignal): Promise<{ reference: string }>;
    /** asked every few seconds until it is decided or too late; whatever is neither yes nor a wait is `denied` */
    decision(reference: string, signal: AbortSignal): Promise<'pending' | 'approved' | 'denied'>;
  };
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
  workflow: Workflow;
  'auth-mfa': SecondFactor;
};

export type CapabilityType = keyof Capabilities;

/** Types of the catalogue, those without a capability of their own included. */
export type PluginType =
  | CapabilityType
  | 'artificial-intelligence'
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
  | 'term';
