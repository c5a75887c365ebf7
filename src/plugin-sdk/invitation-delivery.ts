/** What may be known of a link by everybody who may know of the invitation: the link itself is not in it. */
export type InvitationFacts = {
  /** `inv_…` */
  invitationId: string;
  /** 1 for the first link of the invitation; each further link is one more */
  generation: number;
  /** the person's id, `usr_…`: reserved when inviting, so that it is the same one after the first sign-in */
  personId: string;
  /** the invited address, as it was typed */
  email: string;
  /** what the person is called, as far as whoever invited knows */
  name?: string | undefined;
  /** language tag (BCP 47) in which the person reads dates */
  locale: string;
  organization: {
    /** `org_…` */
    id: string;
    slug: string;
    name: string;
  };
  /** undefined: the installation itself invites */
  inviter: { name: string; email: string } | undefined;
  /** access roles, closed downward, highest first: `['write', 'read']` */
  roles: readonly string[];
  /** `Owner`, `Manager`, `Admin` or `Member` */
  organizationRole: string;
  issuedAt: Date;
  expiresAt: Date;
  /** a word of the inviter to the person, plain text */
  note?: string | undefined;
};

/** One link, to be brought to one person. `url` and `chunks` are secrets: they stand in no message of a failure and in no log. */
export type InvitationMessage = InvitationFacts & {
  /** the link; one query parameter, nothing in it that HTML would write differently */
  url: string;
  /** the link in pieces, in order: joined with nothing between them they are `url` */
  chunks: readonly string[];
};

/** What became of an invitation afterwards. */
export type InvitationEvent = 'invite_claimed' | 'invite_declined' | 'invite_revoked' | 'invite_expired';

/**
 * A way to bring invitations to people. A failure is a `PluginError`; `retry` says whether another attempt helps.
 *
 * Every call may be repeated, also after a crash in the middle: the same message must not reach the person as two mails. What a channel
 * sends is therefore the same at each attempt, ids and times included.
 */
export interface InvitationDelivery {
  /** the word that names it in `DISPATCH_INVITE_DELIVERY` */
  readonly name: string;

  /**
   * Brings the link to the person; resolves when the other side has accepted all of it.
   *
   * @param signal ends the attempt; a channel that waits for the other side between its calls may need two minutes
   * @returns the id by which the other side, or its log, knows the message
   */
  deliver(message: InvitationMessage, signal: AbortSignal): Promise<{ providerMessageId?: string }>;

  /**
   * Has the pieces of a link removed where `deliver` left them, once the invitation is claimed, revoked, declined or expired. A link that a
   * newer one replaced is left alone: its pieces have been overwritten, and this would remove the newer ones.
   *
   * @param facts.chunkCount how many pieces the link was sent in
   */
  forget?(facts: InvitationFacts & { chunkCount: number }, signal: AbortSignal): Promise<void>;

  /**
   * Tells what became of an invitation, without anything secret.
   *
   * @param facts.at when that was
   */
  announce?(event: InvitationEvent, facts: InvitationFacts & { at: Date }, signal: AbortSignal): Promise<void>;
}
