/** What the management API says of directories. */
export const SCHEMA = /* GraphQL */ `
  """What a directory (Entra ID, Okta) shows when it provisions members by SCIM; the secret itself is kept nowhere"""
  type ScimToken implements Node {
    id: ID!
    name: String!
    createdAt: DateTime!
    "To the minute; null before the first request"
    lastUsedAt: DateTime
  }
  """A group as the directory sends it"""
  type DirectoryGroup implements Node {
    id: ID!
    displayName: String!
    "The directory's own id of it"
    externalId: String
    memberCount: Int!
  }
  """What belonging to a group gives"""
  type GroupMapping {
    group: DirectoryGroup!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    projects: [ProjectGrant!]!
  }
  extend type Organization {
    "Those that are good, the oldest first; at most two"
    scimTokens: [ScimToken!]! @scopes(anyOf: ["admin:identity"])
    "What a directory is told to talk to"
    scimUrl: URL! @scopes(anyOf: ["admin:identity"])
    "By the name of the group; somebody in several has the most that any of them gives"
    groupMappings: [GroupMapping!]! @scopes(anyOf: ["admin:identity"])
    "By name"
    directoryGroups("Part of the name" text: String, first: Int, after: Cursor, last: Int, before: Cursor): DirectoryGroupConnection! @scopes(anyOf: ["admin:identity"])
  }

  input CreateScimTokenInput {
    organization: Slug
    "What it is for, for those who see it in the list"
    name: String!
    clientMutationId: String
  }
  union CreateScimTokenError = InvalidInputError | ConflictError | ReauthenticationRequiredError
  type CreateScimTokenPayload {
    scimToken: ScimToken
    "The secret, shown this once"
    token: String
    "What the directory is told to talk to"
    url: URL
    errors: [CreateScimTokenError!]!
    clientMutationId: String
  }
  input RevokeScimTokenInput {
    organization: Slug
    scimTokenId: ID!
    clientMutationId: String
  }
  union RevokeScimTokenError = InvalidInputError
  type RevokeScimTokenPayload {
    organization: Organization
    errors: [RevokeScimTokenError!]!
    clientMutationId: String
  }

  input GroupMappingInput {
    groupId: ID!
    "What its members may do; ADMIN makes them administrators of the lowest rank"
    roles: [AccessRole!]!
    "Roles in projects, at most ADMIN; in a project that any mapping names, members of the directory have what their groups give and nothing else"
    projects: [ProjectGrantInput!]
  }
  input SetGroupMappingsInput {
    organization: Slug
    "All of them: what is left out ends"
    mappings: [GroupMappingInput!]!
    clientMutationId: String
  }
  union SetGroupMappingsError = InvalidInputError | RoleNotGrantableError | ReauthenticationRequiredError
  type SetGroupMappingsPayload {
    organization: Organization
    "How many members have another role by that"
    changed: Int
    errors: [SetGroupMappingsError!]!
    clientMutationId: String
  }
  extend type Mutation {
    "At most two are good at the same time, so that a new one can be put in place before the old one ends"
    createScimToken(input: CreateScimTokenInput!): CreateScimTokenPayload! @scopes(anyOf: ["admin:identity"])
    revokeScimToken(input: RevokeScimTokenInput!): RevokeScimTokenPayload! @scopes(anyOf: ["admin:identity"])
    setGroupMappings(input: SetGroupMappingsInput!): SetGroupMappingsPayload! @scopes(anyOf: ["admin:identity"])
  }
`;
