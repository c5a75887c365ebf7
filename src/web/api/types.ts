import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Page<T> = { items: T[]; itemsPerPage: number; page: number; total: number };

export type Organization = Schemas['OrganizationRead'];
export type Project = Schemas['dispatch__project__models__ProjectRead'];
type Membership = NonNullable<Schemas['UserRead']['organizations']>[number] & {
  /** sees what members see, changes nothing */
  read_only?: boolean | null;
};
export type User = Omit<Schemas['UserRead'], 'organizations'> & { organizations?: Membership[] | null };
export type Role = 'Owner' | 'Manager' | 'Admin' | 'Member';

/** What the link of an invitation is about. */
export type Invitation = {
  result:
    | 'valid'
    | 'member'
    | 'invite_invalid'
    | 'invite_expired'
    | 'invite_used'
    | 'invite_superseded'
    | 'invite_revoked'
    | 'invite_declined'
    | 'invite_wrong_email'
    | 'email_not_verified'
    | 'invite_organization_unavailable'
    | 'seat_limit_reached'
    | 'account_suspended'
    | 'login_state_missing'
    | 'rate_limited';
  organization: Place | null;
  inviter: string | null;
  email: string | null;
  roles: string[];
  organization_role: string | null;
  expires_at: string | null;
  superseded_at: string | null;
  has_account: boolean;
  signed_in_as: string | null;
};
export type Place = { slug: string; name: string };
/** What a sign-in tells when an invitation came along. */
export type Joined = { joined?: Place; notice?: string };

export type IncidentStatus = Schemas['IncidentStatus'];
export type IncidentType = Schemas['IncidentTypeRead-Output'];
export type IncidentPriority = Schemas['IncidentPriorityRead'];
export type IncidentSeverity = Schemas['IncidentSeverityRead'];
export type Individual = Schemas['dispatch__individual__models__IndividualContactRead-Output'];
export type Participant = Schemas['ParticipantRead-Output'];
export type TimelineEvent = Schemas['EventRead'];
export type Report = Schemas['ReportRead'] & { participant?: Participant | null };
export type Document = Schemas['DocumentRead-Output'];
export type Tag = Schemas['TagRead'];
export type TagType = Schemas['TagTypeRead'];
export type Task = Schemas['dispatch__incident__models__TaskRead-Output'];
export type CostLine = Schemas['IncidentCostRead'] & {
  /** computed by Tocsin, not written by anybody */
  calculated?: boolean;
};
/** What an incident costs at this moment and how that comes about. */
export type CostNow = {
  total: number;
  calculated: number | null;
  entered: number;
  hourly_rate: number | null;
  review_hours: number;
  people: { id: number; name: string; email: string; hours: number; amount: number }[];
};
export type SearchFilter = Schemas['SearchFilterRead-Output'];
export type PluginInstance = Schemas['PluginInstanceRead'];

/** One step of the incident's flow, as it runs. */
export type FlowStep = {
  flow?: string | null;
  step: string;
  title: string | null;
  status: 'waiting' | 'ready' | 'running' | 'done' | 'skipped' | 'failed';
  attempts: number;
  last_error: string | null;
  next_attempt_at: string | null;
  finished_at: string | null;
  /** whether it may be run by hand now */
  retriable?: boolean;
};

export type StatusChange = { id: number; status: IncidentStatus; changed_at: string; user?: { email: string | null } | null };

export type Incident = Schemas['IncidentRead-Output'] & {
  flow?: FlowStep[];
  allowed_actions?: string[];
  liaison?: Participant | null;
  scribe?: Participant | null;
  reports?: Report[];
  status_changes?: StatusChange[];
  incident_document?: Document | null;
  incident_review_document?: Document | null;
};

/** A row of the incident list. */
export type IncidentRow = Pick<
  Incident,
  | 'id'
  | 'name'
  | 'title'
  | 'status'
  | 'visibility'
  | 'incident_type'
  | 'incident_severity'
  | 'incident_priority'
  | 'project'
  | 'commander'
  | 'total_cost'
  | 'reported_at'
  | 'stable_at'
  | 'closed_at'
> & { tags?: Tag[]; tasks?: { id: number; status?: string }[]; created_at?: string | null };

export type TaskRow = Task & {
  incident: { id: number; name?: string | null };
  project?: Project | null;
  creator?: Participant | null;
  priority?: string | null;
  source?: string | null;
};

export type Message = {
  id: number;
  kind?: string;
  body: string;
  author: { name: string | null; email: string | null } | null;
  /** address of the only one who sees it */
  only_to?: string | null;
  created_at: string;
  edited_at?: string | null;
  pinned: boolean;
  decision: boolean;
};

/** A slash command of the war room: `/dispatch-create-task`, what follows it, and what it does. */
export type RoomCommand = { name: string; usage?: string | null; help: string };

export type StoredFile = {
  id: number;
  name: string;
  size: number;
  content_type?: string | null;
  created_at: string;
  creator?: { name: string | null; email: string | null } | null;
};
export type DocumentVersion = { version: number; created_at: string; author?: { name: string | null; email: string | null } | null };
export type DocumentContent = { content: string; version: number; versions: DocumentVersion[] };
export type Mail = {
  id: number;
  subject: string;
  incident_id?: number | null;
  cc?: string[];
  to: string[];
  status: string;
  created_at: string;
  sent_at?: string | null;
  last_error?: string | null;
  html?: string | null;
  text?: string | null;
};
export type Rotation = {
  starts_at: string | null;
  shift_hours: number;
  people: { id: number; name: string | null; email: string }[];
  on_call?: { name: string | null; email: string } | null;
};
export type CallerPage = {
  id: number;
  incident: { id: number; name: string | null; title: string };
  created_at: string;
  acknowledged_at: string | null;
};
/** A browser in which somebody is signed in. */
export type Session = {
  id: number;
  method: string;
  address: string;
  agent: string;
  created_at: string;
  seen_at: string;
  ends_at: string;
  current: boolean;
};

export type SignInSetUp = { sign_in: string; sign_in_at: string | null; redirect_address: string; signed_out_address: string };

/** An OpenID provider that is only tried. */
export type SignInTrial = {
  issuer: string;
  client_id: string;
  client_secret?: string;
  email_claim?: string;
  email_trust?: 'verified' | 'issuer';
  scopes?: string;
};

export type SignInCheck = { check: string; result: 'good' | 'wrong' | 'note'; detail: string };

export type Challenge = {
  challenge_id: string;
  project_id: number;
  action: string;
  title: string;
  detail: string | null;
  weblink: string | null;
  requested_by: string | null;
  status: 'pending' | 'approved' | 'denied' | 'expired';
  decided_with: string | null;
  created_at: string;
  expires_at: string;
};

/** What may follow the password at a sign-in. */
export type FactorKind = 'totp' | 'passkey' | 'recovery';
/** That it is really the person who asks: one of the two. */
export type Proof = { password?: string; code?: string };
export type SecondFactor = {
  totp: { created_at: string; used_at: string | null } | null;
  passkeys: Passkey[];
  recovery_codes_left: number;
};
export type Passkey = { id: number; name: string; created_at: string; used_at: string | null };
/** What an authenticator is asked for. Of the extensions only those without bytes are used, so they are passed on unread. */
export type NewPasskey = Omit<PublicKeyCredentialCreationOptionsJSON, 'extensions'>;
export type PasskeyRequest = Omit<PublicKeyCredentialRequestOptionsJSON, 'extensions'>;

export type Application = {
  version: string;
  sign_in: 'password' | 'redirect' | 'request' | 'none';
  /** host that browsers are sent to */
  sign_in_at: string | null;
  registration: boolean | string;
  needs_owner: boolean;
  can_reset_password: boolean;
};
