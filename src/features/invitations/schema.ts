/** What the management API says of invitations. */
export const SCHEMA = /* GraphQL */ `
  enum InvitationState { PENDING EXPIRED ACCEPTED DECLINED REVOKED }
  enum DeliveryState { QUEUED SENT FAILED DROPPED }
  enum IfPending { FAIL RESEND }
  enum ClaimResult {
    VALID MEMBER INVALID EXPIRED USED REVOKED SUPERSEDED DECLINED WRONG_EMAIL
    ORGANIZATION_UNAVAILABLE EMAIL_NOT_VERIFIED SEAT_LIMIT_REACHED ACCOUNT_SUSPENDED RATE_LIMITED LOGIN_STATE_MISSING
  }

  """The promise of a place to one address. It has no token and no link: those are in the mail alone"""
  type Invitation implements Node {
    id: ID!
    organization: Organization!
    email: EmailAddress!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    projects: [ProjectGrant!]!
    name: String
    message: String
    "Null: the installation itself, or somebody who is gone"
    inviter: Person
    state: InvitationState!
    createdAt: DateTime!
    issuedAt: DateTime!
    expiresAt: DateTime!
    "Counts the links; the last one is the only one that is good"
    generation: Int!
    acceptedAt: DateTime
    acceptedBy: Person
    revokedAt: DateTime
    declinedAt: DateTime
    "The membership will end by itself then"
    accessExpiresAt: DateTime
    "How its current link was brought to the person"
    deliveries: [InvitationDelivery!]!
    "Open, and its link opens nothing any more: run out, or its key was revoked"
    needsResend: Boolean!
  }
  type ProjectGrant {
    projectId: ID!
    role: OrganizationRole!
  }
  type InvitationDelivery {
    channel: String!
    state: DeliveryState!
    attempts: Int!
    error: String
    "The id by which the other side knows the message"
    providerMessageId: String
    updatedAt: DateTime!
  }
  type SeatUsage {
    "Null: any number"
    limit: Int
    members: Int!
    invited: Int!
  }
  input InvitationFilter {
    state: InvitationState
    "Part of the address or the name"
    text: String
  }
  extend type Organization {
    "The newest first"
    invitations(filter: InvitationFilter, first: Int, after: Cursor, last: Int, before: Cursor): InvitationConnection! @scopes(anyOf: ["admin:members"])
    seats: SeatUsage! @scopes(anyOf: ["admin:members"])
  }

  """What the page about a link shows. Of a link that is none of ours: nothing but that"""
  type InvitationPreview {
    result: ClaimResult!
    organizationName: String
    inviterName: String
    "Masked, unless the viewer is signed in as it"
    maskedEmail: String
    roles: [AccessRole!]
    expiresAt: DateTime
  }
  extend type Query {
    "Looks at a link; nothing is used up by it"
    invitationPreview(token: String!): InvitationPreview! @public
  }

  type AlreadyMemberError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    email: EmailAddress!
  }
  type InvitationPendingError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    invitation: Invitation
  }
  type SeatLimitError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    limit: Int!
    used: Int!
  }
  union InviteUserError = InvalidInputError | RoleNotGrantableError | AlreadyMemberError | InvitationPendingError | SeatLimitError
    | StateError | RateLimitedError | ReauthenticationRequiredError | ConflictError
  union InvitationError = InvalidInputError | RoleNotGrantableError | SeatLimitError | StateError | RateLimitedError | ReauthenticationRequiredError
    | ConflictError

  input ProjectGrantInput {
    projectId: ID!
    role: OrganizationRole = MEMBER
  }
  input InviteUserInput {
    "Left out: the caller's"
    organization: Slug
    email: EmailAddress!
    "At least one; closed downward"
    roles: [AccessRole!]!
    "Only MANAGER or OWNER add anything"
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    name: String
    "A word to the person: up to 500 characters of plain text"
    message: String
    "Language tag (BCP 47)"
    locale: String
    "PT5M to P30D; left out: as the installation says, a day"
    expiresIn: Duration
    accessExpiresAt: DateTime
    ifPending: IfPending = FAIL
    "false: nothing is sent, see copyInvitationLink"
    deliver: Boolean = true
    clientMutationId: String
  }
  input InviteeInput {
    email: EmailAddress!
    name: String
    "Left out: as for all"
    roles: [AccessRole!]
    organizationRole: OrganizationRole
  }
  input InviteUsersInput {
    organization: Slug
    "1 to 100"
    people: [InviteeInput!]!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    message: String
    locale: String
    expiresIn: Duration
    accessExpiresAt: DateTime
    ifPending: IfPending = FAIL
    "true: nothing is written or sent; the errors say what would become of each"
    dryRun: Boolean = false
    clientMutationId: String
  }
  input UpdateInvitationInput {
    organization: Slug
    invitationId: ID!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    message: String
    locale: String
    accessExpiresAt: DateTime
    clientMutationId: String
  }
  input InvitationInput {
    organization: Slug
    invitationId: ID!
    clientMutationId: String
  }
  input RevokeAllInvitationLinksInput {
    organization: Slug
    clientMutationId: String
  }
  input InvitationTokenInput {
    token: String!
    clientMutationId: String
  }
  type InviteUserPayload {
    invitation: Invitation
    errors: [InviteUserError!]!
    clientMutationId: String
  }
  type InviteUsersPayload {
    "In the order of the people"
    results: [InviteUserPayload!]
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type InvitationPayload {
    invitation: Invitation
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type CopyInvitationLinkPayload {
    invitation: Invitation
    "A secret, shown this once"
    url: URL
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type RevokeAllInvitationLinksPayload {
    "How many links were good until now"
    count: Int
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type AnswerInvitationPayload {
    organization: Slug
    errors: [InvitationError!]!
    clientMutationId: String
  }

  extend type Mutation {
    inviteUser(input: InviteUserInput!): InviteUserPayload! @scopes(anyOf: ["admin:members"])
    "The same as inviteUser, by its former name; email and roles may stand by themselves"
    invite_user(input: InviteUserInput, email: EmailAddress, roles: [String!]): InviteUserPayload! @scopes(anyOf: ["admin:members"])
    "Each of them succeeds or fails by itself"
    inviteUsers(input: InviteUsersInput!): InviteUsersPayload! @scopes(anyOf: ["admin:members"])
    "Makes a new link, because the link says the roles"
    updateInvitation(input: UpdateInvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    resendInvitation(input: InvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    revokeInvitation(input: InvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    "Makes a new link and shows it once; the former one is dead"
    copyInvitationLink(input: InvitationInput!): CopyInvitationLinkPayload! @scopes(anyOf: ["admin:members"])
    revokeAllInvitationLinks(input: RevokeAllInvitationLinksInput!): RevokeAllInvitationLinksPayload! @scopes(anyOf: ["admin:members"])
    "For whoever is signed in as the invited address"
    acceptInvitation(input: InvitationTokenInput!): AnswerInvitationPayload! @public
    declineInvitation(input: InvitationTokenInput!): AnswerInvitationPayload! @public
    "Has the inviter told, at most once a day"
    requestNewInvitationLink(input: InvitationTokenInput!): AnswerInvitationPayload! @public
  }
`;
