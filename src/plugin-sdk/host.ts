import type { Page, Person } from './capabilities.ts';
import type { EffectKey, Resource } from './subject.ts';

type SubjectId = { kind: 'incident' | 'case'; id: number };

/** What the built-in plug-ins may ask of Tocsin itself, bound to one project. Plug-ins for outside systems need `now` and `fetch` only. */
export type Host = {
  organization: { id: number; slug: string };
  projectId: number;
  /** address of the web application, no trailing slash */
  uiUrl: string;
  /** folder of this installation's files */
  dataDir: string;
  now(): Date;
  /** the only way out; honours the signal */
  fetch: typeof globalThis.fetch;
  /** What a built-in plug-in made, by effect key: kept at once, so that a step that was interrupted finds it again. */
  made: {
    find<R extends Resource>(key: EffectKey): Promise<R | undefined>;
    /** @returns what is kept under the key: this, or what an earlier run kept */
    keep<R extends Resource>(key: EffectKey, subject: SubjectId, resource: R): Promise<R>;
  };
  rooms: {
    /** posts once per key */
    post(channelId: string, message: { text: string; key?: string; pinned?: boolean; onlyTo?: string }): Promise<void>;
    setTopic(channelId: string, topic: string): Promise<void>;
    setArchived(channelId: string, archived: boolean): Promise<void>;
  };
  documents: {
    /** makes the document and keeps it under its key, both or neither */
    write(key: EffectKey, document: { name: string; content: string; subject: SubjectId; weblink: string | null }): Promise<Resource>;
    /** @returns undefined when it was never made or has been deleted since */
    find(key: EffectKey): Promise<Resource | undefined>;
    read(document: Resource): Promise<string>;
    /** replaces the content by what `change` makes of it; nobody else's edit gets in between */
    edit(document: Resource, change: (content: string) => string): Promise<void>;
  };
  groups: {
    setMembers(groupEmail: string, emails: string[]): Promise<void>;
    remove(groupEmail: string): Promise<void>;
  };
  rotations: {
    /**
     * @returns undefined for a service without a rotation; `people` are e-mail addresses in their order; what was before `changedAt`
     * cannot be known from it, null when it was never changed since this is noted
     */
    of(serviceExternalId: string): Promise<{ startsAt: Date; shiftHours: number; people: string[]; changedAt: Date | null } | undefined>;
    /** puts a page on the person's screen and into their mail, once per key */
    page(key: EffectKey, page: Page & { email: string }): Promise<void>;
  };
  participants: {
    /** contacts of the project whose saved filters match the subject */
    matching(subject: SubjectId): Promise<{ individuals: { email: string; serviceExternalId?: string }[]; teams: string[] }>;
  };
  people: { get(email: string): Promise<Person | undefined> };
  mail: { smtpUrl: string | undefined; from: string };
};
