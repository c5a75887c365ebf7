import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import type {
  Application,
  CallerPage,
  Challenge,
  CostNow,
  DocumentContent,
  FactorKind,
  Invitation,
  Joined,
  Mail,
  Message,
  NewPasskey,
  Page,
  PasskeyRequest,
  Place,
  Proof,
  RoomCommand,
  Rotation,
  SecondFactor,
  Session,
  SignInCheck,
  SignInSetUp,
  SignInTrial,
  StoredFile,
} from './types.ts';

type Json<T> = { 200: { content: { 'application/json': T } } };
type Body<T> = { content: { 'application/json': T } };
type At<P extends string> = { path: { [K in P]: K extends 'organization' | 'step' ? string : number } };
type Read<P, A, Q = undefined> = { parameters: P & { query?: Q }; responses: Json<A> };
type Write<P, B, A> = { parameters: P; requestBody?: Body<B>; responses: Json<A> };

type RecoveryCodes = { recovery_codes: string[] };
type InIncident = At<'organization' | 'incident_id'>;

/** What the server has beyond the reference's contract. */
export type AddedPaths = {
  '/application': { get: { responses: Json<Application> } };
  '/setup/owner': {
    post: {
      requestBody: Body<{ token: string; email: string; password: string }>;
      responses: Json<{ token: string; organization: string }>;
    };
  };
  '/sign-in/password': {
    post: { requestBody: Body<{ email: string; password: string }>; responses: Json<{ second_factor: FactorKind[] } & Joined> };
  };
  '/sign-in/second-factor': { post: { requestBody: Body<{ code: string }>; responses: Json<Joined> } };
  '/sign-in/passkey/begin': { post: { responses: Json<{ options: PasskeyRequest }> } };
  '/sign-in/second-factor/passkey/begin': { post: { responses: Json<{ options: PasskeyRequest }> } };
  '/sign-in/passkey': { post: { requestBody: Body<{ credential: AuthenticationResponseJSON }>; responses: Json<Joined> } };
  '/invitation': { post: { requestBody: Body<{ invite_token?: string }>; responses: Json<Invitation> } };
  '/invitation/accept': { post: { requestBody: Body<object>; responses: Json<{ organization: Place }> } };
  '/invitation/account': { post: { requestBody: Body<{ name: string; password: string }>; responses: Json<{ organization: Place }> } };
  '/invitation/decline': { post: { requestBody: Body<object>; responses: Json<null> } };
  '/invitation/ask-again': { post: { requestBody: Body<object>; responses: Json<null> } };
  '/sign-in/forgotten': { post: { requestBody: Body<{ email: string }>; responses: Json<object> } };
  '/sign-in/reset': { post: { requestBody: Body<{ token: string; password: string }>; responses: Json<{ email: string }> } };
  '/{organization}/users/{user_id}/send-reset-link': { post: Write<At<'organization' | 'user_id'>, undefined, null> };
  '/sign-in/out': { post: { responses: Json<{ location: string | null }> } };
  '/sign-in/set-up': { get: { responses: Json<SignInSetUp> } };
  '/sign-in/set-up/examine': { post: { requestBody: Body<SignInTrial>; responses: Json<{ checks: SignInCheck[]; settings: string[] }> } };
  '/sign-in/set-up/trial': { post: { requestBody: Body<SignInTrial>; responses: Json<{ location: string }> } };
  '/my-account/sessions': { get: { responses: Json<{ items: Session[] }> } };
  '/my-account/sessions/{session_id}': { delete: Write<At<'session_id'>, undefined, null> };
  '/{organization}/auth/mfa': { post: { requestBody: Body<{ decision?: 'approve' | 'deny' } & Proof> } };
  '/{organization}/auth/mfa/challenges/{challenge_id}': { get: Read<{ path: { organization: string; challenge_id: string } }, Challenge> };
  '/my-account/second-factor': { get: { responses: Json<SecondFactor> } };
  '/my-account/second-factor/totp': { post: { requestBody: Body<Proof>; responses: Json<{ secret: string; uri: string }> } };
  '/my-account/second-factor/totp/confirm': { post: { requestBody: Body<{ code: string }>; responses: Json<RecoveryCodes> } };
  '/my-account/second-factor/totp/remove': { post: { requestBody: Body<Proof>; responses: Json<null> } };
  '/my-account/second-factor/passkeys/begin': { post: { requestBody: Body<Proof>; responses: Json<{ options: NewPasskey }> } };
  '/my-account/second-factor/passkeys': {
    post: { requestBody: Body<{ name: string; credential: RegistrationResponseJSON }>; responses: Json<RecoveryCodes> };
  };
  '/my-account/second-factor/passkeys/{passkey_id}': { patch: Write<At<'passkey_id'>, { name: string }, null> };
  '/my-account/second-factor/passkeys/{passkey_id}/remove': { post: Write<At<'passkey_id'>, Proof, null> };
  '/my-account/second-factor/recovery-codes': { post: { requestBody: Body<Proof>; responses: Json<RecoveryCodes> } };
  '/{organization}/incidents/{incident_id}/flow/{step}/retry': {
    post: Write<At<'organization' | 'incident_id' | 'step'>, undefined, unknown>;
  };
  '/{organization}/incidents/{incident_id}/roles': { put: Write<InIncident, { role: string; email: string }, unknown> };
  '/{organization}/incidents/{incident_id}/messages': {
    get: Read<InIncident, Page<Message>, { page?: number; itemsPerPage?: number }>;
    post: Write<InIncident, { body: string }, { message?: Message | null; reply?: string | null }>;
  };
  '/{organization}/incidents/{incident_id}/messages/{message_id}': {
    patch: Write<At<'organization' | 'incident_id' | 'message_id'>, { pinned?: boolean; decision?: boolean; body?: string }, Message>;
  };
  '/{organization}/incidents/{incident_id}/cost': { get: Read<InIncident, CostNow> };
  '/{organization}/incidents/{incident_id}/commands': { get: Read<InIncident, { items: RoomCommand[] }> };
  '/{organization}/incidents/{incident_id}/files': { get: Read<InIncident, Page<StoredFile>> };
  '/{organization}/files/{file_id}': { delete: Write<At<'organization' | 'file_id'>, undefined, unknown> };
  '/{organization}/documents/{document_id}/content': {
    get: Read<At<'organization' | 'document_id'>, DocumentContent, { version?: number }>;
    put: Write<At<'organization' | 'document_id'>, { content: string; version: number }, DocumentContent>;
  };
  '/{organization}/auth/me/sign-out': { post: Write<At<'organization'>, undefined, null> };
  '/{organization}/mail': { get: Read<At<'organization'>, Page<Mail>, { page?: number; itemsPerPage?: number; q?: string }> };
  '/{organization}/mail/{mail_id}': { get: Read<At<'organization' | 'mail_id'>, Mail> };
  '/{organization}/pages': { get: Read<At<'organization'>, Page<CallerPage>> };
  '/{organization}/pages/{page_id}/acknowledge': { post: Write<At<'organization' | 'page_id'>, undefined, unknown> };
  '/{organization}/services/{service_id}/rotation': {
    get: Read<At<'organization' | 'service_id'>, Rotation>;
    put: Write<At<'organization' | 'service_id'>, { starts_at: string; shift_hours: number; people: { id: number }[] }, Rotation>;
  };
};
