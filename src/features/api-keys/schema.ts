/** What the management API says of keys and of the accounts without a person. */
export const SCHEMA = /* GraphQL */ `
  """A member without a person; it acts by its keys alone"""
  type ServiceAccount implements Node {
    id: ID!
    databaseId: Int!
    name: String!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    "What its keys may be given"
    scopes: [String!]!
    createdAt: DateTime!
    "The newest first; also those that ended"
    keys: [ApiKey!]!
  }
  enum ApiKeyState { ACTIVE EXPIRED REVOKED }

  """A credential for programs: of a service account, or of a person. The key itself is shown once, when it is made"""
  type ApiKey implements Node {
    id: ID!
    "What the key begins with; by it a leaked one is found"
    prefix: String!
    name: String!
    state: ApiKeyState!
    scopes: [String!]!
    "GraphQL documents that it runs, and nothing else; none: whatever its scopes allow"
    documents: [BoundDocument!]!
    "From where it may be used; none: from everywhere"
    networks: [String!]!
    createdAt: DateTime!
    expiresAt: DateTime!
    "When it was, or will be, ended before its time"
    revokedAt: DateTime
    lastUse: KeyUse
  }
  type BoundDocument {
    "Sent in the place of the text"
    id: ID!
    text: String!
  }
  type KeyUse {
    at: DateTime!
    network: String
    userAgent: String
  }

  extend type Organization {
    serviceAccounts(first: Int, after: Cursor, last: Int, before: Cursor): ServiceAccountConnection! @scopes(anyOf: ["admin:keys"])
  }
  extend type Person {
    "Keys of one's own, in the organization of the request; of others: none"
    personalTokens: [ApiKey!]!
  }

  input CreateServiceAccountInput {
    organization: Slug
    name: String!
    roles: [AccessRole!]!
    "MANAGER at most"
    organizationRole: OrganizationRole
    clientMutationId: String
  }
  input UpdateServiceAccountInput {
    organization: Slug
    serviceAccountId: ID!
    name: String!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole
    clientMutationId: String
  }
  input DeleteServiceAccountInput {
    organization: Slug
    serviceAccountId: ID!
    clientMutationId: String
  }
  type ServiceAccountPayload {
    serviceAccount: ServiceAccount
    errors: [ApiKeyError!]!
    clientMutationId: String
  }
  input CreateApiKeyInput {
    organization: Slug
    serviceAccountId: ID!
    name: String!
    "At most those of the account, and at most the caller's own"
    scopes: [String!]!
    "Left out: P90D; at most P365D"
    expiresIn: Duration
    "192.0.2.0/24, 2001:db8::/32 or an address"
    networks: [String!]
    documents: [String!]
    clientMutationId: String
  }
  input CreatePersonalTokenInput {
    organization: Slug
    name: String!
    scopes: [String!]!
    expiresIn: Duration
    networks: [String!]
    documents: [String!]
    clientMutationId: String
  }
  input RotateApiKeyInput {
    organization: Slug
    apiKeyId: ID!
    expiresIn: Duration
    "How long the former key goes on; left out: P1D; at most P7D"
    graceIn: Duration
    clientMutationId: String
  }
  input ApiKeyInput {
    organization: Slug
    apiKeyId: ID!
    clientMutationId: String
  }
  type NewApiKeyPayload {
    apiKey: ApiKey
    "The key itself: shown this once"
    secret: String
    errors: [ApiKeyError!]!
    clientMutationId: String
  }
  type ApiKeyPayload {
    apiKey: ApiKey
    errors: [ApiKeyError!]!
    clientMutationId: String
  }
  union ApiKeyError = InvalidInputError | RoleNotGrantableError | ConflictError | ReauthenticationRequiredError

  extend type Mutation {
    createServiceAccount(input: CreateServiceAccountInput!): ServiceAccountPayload! @scopes(anyOf: ["admin:keys"])
    updateServiceAccount(input: UpdateServiceAccountInput!): ServiceAccountPayload! @scopes(anyOf: ["admin:keys"])
    "Ends its keys at once; what it did stays, under its name"
    deleteServiceAccount(input: DeleteServiceAccountInput!): ServiceAccountPayload! @scopes(anyOf: ["admin:keys"])
    createApiKey(input: CreateApiKeyInput!): NewApiKeyPayload! @scopes(anyOf: ["admin:keys"])
    "A new key like it; the former one goes on for a while. Also for one's own"
    rotateApiKey(input: RotateApiKeyInput!): NewApiKeyPayload! @scopes(anyOf: ["admin:keys", "read:organization"])
    revokeApiKey(input: ApiKeyInput!): ApiKeyPayload! @scopes(anyOf: ["admin:keys"])
    "A key of one's own, which ends with the membership"
    createPersonalToken(input: CreatePersonalTokenInput!): NewApiKeyPayload! @scopes(anyOf: ["read:organization"])
    revokePersonalToken(input: ApiKeyInput!): ApiKeyPayload! @scopes(anyOf: ["read:organization"])
  }
`;
