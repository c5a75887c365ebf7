/** What the management API says of members. */
export const SCHEMA = /* GraphQL */ `
  enum MemberStatus { ACTIVE SUSPENDED REMOVED }
  enum MemberSource { INVITE SCIM BOOTSTRAP DOMAIN IMPORT REGISTRATION }

  """A person in an organization"""
  type Member implements Node {
    id: ID!
    person: Person!
    organization: Organization!
    "What they may do, strongest first"
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    scopes: [String!]!
    status: MemberStatus!
    source: MemberSource!
    "Their roles are changed in the directory alone"
    managedByDirectory: Boolean!
    joinedAt: DateTime!
    "When a browser of theirs was last used"
    lastSeenAt: DateTime
    "The membership ends by itself then"
    expiresAt: DateTime
    projects: [ProjectMembership!]!
    "What they hold right now and would leave behind"
    holdings: MemberHoldings! @scopes(anyOf: ["admin:members"])
    "Browsers in which they are at work here; of whom the viewer may act on"
    loginSessions: [LoginSession!]! @scopes(anyOf: ["admin:members"])
    viewerCan: MemberActions!
  }
  type ProjectMembership {
    project: Project!
    role: OrganizationRole!
    isDefault: Boolean!
  }
  type MemberHoldings {
    "Roles in open incidents and cases: Incident Commander of dispatch-acme-default-17"
    roles: [String!]!
    "Names of incidents with open tasks of theirs, once per task"
    tasks: [String!]!
    "Services they are on call for in turn"
    services: [String!]!
  }
  """What the viewer may do to a member, so that nobody works the rules out again"""
  type MemberActions {
    changeRole: Boolean!
    suspend: Boolean!
    reactivate: Boolean!
    remove: Boolean!
    endSessions: Boolean!
    changeProjects: Boolean!
  }

  input MemberFilter {
    "Part of the name or of the address"
    text: String
    status: MemberStatus
    organizationRole: OrganizationRole
    "Only those who look and change nothing"
    isReadOnly: Boolean
  }
  enum MemberOrderField { EMAIL JOINED_AT }
  enum OrderDirection { ASC DESC }
  input MemberOrder {
    field: MemberOrderField!
    direction: OrderDirection! = ASC
  }
  extend type Organization {
    "The caller's own membership"
    viewerMembership: Member
    "Without a filter: those who were not removed"
    members(filter: MemberFilter, orderBy: MemberOrder, first: Int, after: Cursor, last: Int, before: Cursor): MemberConnection! @scopes(anyOf: ["read:members"])
  }
  extend type Person {
    "Where they belong; of oneself all of it, of others what is shared"
    memberships: [Member!]!
  }

  type RoleNotGrantableError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    highestGrantable: OrganizationRole!
  }
  type LastOwnerError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
  }
  type ManagedByDirectoryError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
  }
  type HandoverRequiredError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    holdings: MemberHoldings!
  }

  input SetMemberRolesInput {
    organization: Slug
    memberId: ID!
    "Closed downward: WRITE brings READ along, ADMIN both"
    roles: [AccessRole!]!
    "Only MANAGER or OWNER add anything"
    organizationRole: OrganizationRole
    clientMutationId: String
  }
  input MemberInput {
    organization: Slug
    memberId: ID!
    "For the audit log"
    reason: String
    clientMutationId: String
  }
  input MemberProjectInput {
    projectId: ID!
    role: OrganizationRole! = MEMBER
    "Preselected in what they report"
    isDefault: Boolean! = false
  }
  input SetMemberProjectsInput {
    organization: Slug
    memberId: ID!
    "All that are theirs from now on"
    projects: [MemberProjectInput!]!
    clientMutationId: String
  }
  input LeaveOrganizationInput {
    organization: Slug
    clientMutationId: String
  }
  type SetMemberRolesPayload {
    member: Member
    errors: [SetMemberRolesError!]!
    clientMutationId: String
  }
  type MemberPayload {
    member: Member
    errors: [MemberError!]!
    clientMutationId: String
  }
  type LeaveOrganizationPayload {
    errors: [MemberError!]!
    clientMutationId: String
  }
  union SetMemberRolesError = InvalidInputError | RoleNotGrantableError | LastOwnerError | ManagedByDirectoryError | ConflictError
  union MemberError = InvalidInputError | RoleNotGrantableError | LastOwnerError | HandoverRequiredError | ManagedByDirectoryError | ConflictError

  extend type Mutation {
    setMemberRoles(input: SetMemberRolesInput!): SetMemberRolesPayload! @scopes(anyOf: ["admin:members"])
    setMemberProjects(input: SetMemberProjectsInput!): MemberPayload! @scopes(anyOf: ["admin:members"])
    "Signs them out wherever they are at work here; they stay a member"
    endMemberLoginSessions(input: MemberInput!): MemberPayload! @scopes(anyOf: ["admin:members"])
    suspendMember(input: MemberInput!): MemberPayload! @scopes(anyOf: ["admin:members"])
    reactivateMember(input: MemberInput!): MemberPayload! @scopes(anyOf: ["admin:members"])
    removeMember(input: MemberInput!): MemberPayload! @scopes(anyOf: ["admin:members"])
    leaveOrganization(input: LeaveOrganizationInput!): LeaveOrganizationPayload! @scopes(anyOf: ["read:organization"])
  }
`;
