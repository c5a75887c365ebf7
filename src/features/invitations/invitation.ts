import { AppError, type ErrorKind } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';

/** As it is stored; `expired` is what a pending one is called whose link has run out. */
export type StoredState = 'pending' | 'accepted' | 'declined' | 'revoked';
export type State = StoredState | 'expired';

/** A project that somebody is to belong to, as what. */
export type ProjectGrant = { id: number; role: Role };

/** The promise of a membership to one address in one organization. */
export type Invitation = {
  id: number;
  uid: string;
  organizationId: number;
  email: string;
  emailKey: string;
  role: Role;
  isReadOnly: boolean;
  /** empty: the default project */
  projects: ProjectGrant[];
  name: string | null;
  message: string | null;
  /** BCP 47 */
  locale: string;
  /** null: the installation itself, or an account that is gone */
  inviterId: number | null;
  /** `users.uid` of whoever accepts, unless the address has an account already */
  personUid: string;
  state: StoredState;
  /** counts the links; the last one is the only one that is good */
  generation: number;
  currentJti: string;
  issuedAt: Date;
  expiresAt: Date;
  accessExpiresAt: Date | null;
  acceptedBy: number | null;
};

/** How others know an invitation: `inv_` and a UUID. */
export const publicId = ({ uid }: Pick<Invitation, 'uid'>) => `inv_${uid}`;

/** @returns the UUID in an id as others have it; undefined when it is none */
export const uidOf = (id: string): string | undefined => /^inv_([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(id)?.[1];

export const stateOf = ({ state, expiresAt }: Pick<Invitation, 'state' | 'expiresAt'>, now: Date): State =>
  state === 'pending' && expiresAt <= now ? 'expired' : state;

/** Which are behind the words for it: the code is the `type` of the answer's detail, for programs to act on. */
export const refusal = (kind: ErrorKind, code: string, field: string, msg: string, data?: Record<string, unknown>) =>
  new AppError(kind, msg, { problems: [{ type: code, loc: ['body', field], msg }], ...(data && { data }) });

export const alreadyMember = (email: string) =>
  refusal('conflict', 'ALREADY_MEMBER', 'email', `${email} belongs to this organization already; change the role in the list of members.`, {
    email,
  });
export const memberSuspended = (email: string) =>
  refusal('conflict', 'MEMBER_SUSPENDED', 'email', `${email} is suspended here; reactivate the member instead.`, { state: 'SUSPENDED' });
export const invitationPending = (email: string, id?: number) =>
  refusal('conflict', 'INVITATION_PENDING', 'email', `${email} has an open invitation already; resend or change that one.`, {
    email,
    invitation_id: id,
  });
/** What is over cannot be changed any more. */
export const notPending = (state: State) =>
  refusal('conflict', 'INVITATION_STATE', 'id', `This invitation was ${state} already; make a new one.`, { state: state.toUpperCase() });
export const seatLimit = (limit: number, used: number) =>
  refusal(
    'conflict',
    'SEAT_LIMIT',
    'email',
    `All ${limit} seats are taken or promised; remove members, revoke invitations, or raise the limit.`,
    {
      limit,
      used,
    },
  );
