/** What every part builds on. */
export const BASE = /* GraphQL */ `
  """Whoever has any of these may ask; the rules about the object come afterwards"""
  directive @scopes(anyOf: [String!]!) on FIELD_DEFINITION
  """Needs no sign-in"""
  directive @public on FIELD_DEFINITION

  """RFC 3339, UTC, milliseconds"""
  scalar DateTime
  """ISO 8601, without months and years: P1D, PT12H"""
  scalar Duration
  scalar EmailAddress
  scalar URL
  """2 to 40 of a-z, 0-9, _ and -; never changes"""
  scalar Slug
  scalar Markdown
  """Where a list goes on; only good for the same filter and order"""
  scalar Cursor
  scalar JSONObject

  """Something that has an id of its own"""
  interface Node {
    id: ID!
  }

  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: Cursor
    endCursor: Cursor
  }

  """Something that the caller could foresee, and can act on"""
  interface Error {
    code: ErrorCode!
    message: String!
    "Where in the input"
    path: [String!]
  }
  enum ErrorCode {
    INVALID_INPUT
    ROLE_NOT_GRANTABLE
    ALREADY_MEMBER
    INVITATION_PENDING
    SEAT_LIMIT
    LAST_OWNER
    MANAGED_BY_DIRECTORY
    HANDOVER_REQUIRED
    REAUTHENTICATION_REQUIRED
    RATE_LIMITED
    STATE
    CONFLICT
  }
  type FieldError {
    path: [String!]!
    message: String!
  }
  type InvalidInputError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    fields: [FieldError!]!
  }
  type RateLimitedError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    retryAt: DateTime!
  }
  type StateError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    state: String!
  }
  type ConflictError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
  }
  type ReauthenticationRequiredError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    "Where the caller signs in again"
    url: URL!
  }

  """What a person or a key may still ask for within this minute, in points"""
  type RateLimit {
    limit: Int!
    "Of this request"
    cost: Int!
    remaining: Int!
    resetAt: DateTime!
    "How many objects this request may reach"
    nodeCount: Int!
  }

  type Query {
    "An object by its id; null, with the error NOT_FOUND, for whatever the caller cannot see"
    node(id: ID!): Node @scopes(anyOf: ["read:organization"])
    nodes(ids: [ID!]!): [Node]! @scopes(anyOf: ["read:organization"])
    rateLimit: RateLimit! @public
  }
  type Mutation
`;
