/* Generated from the .graphql files beside the pages: run `npm run generate`. */

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'ROLE_NOT_GRANTABLE'
  | 'ALREADY_MEMBER'
  | 'INVITATION_PENDING'
  | 'SEAT_LIMIT'
  | 'LAST_OWNER'
  | 'MANAGED_BY_DIRECTORY'
  | 'HANDOVER_REQUIRED'
  | 'REAUTHENTICATION_REQUIRED'
  | 'RATE_LIMITED'
  | 'STATE'
  | 'CONFLICT';

export type AccessRole =
  | 'READ'
  | 'WRITE'
  | 'ADMIN';

export type OrganizationRole =
  | 'MEMBER'
  | 'ADMIN'
  | 'MANAGER'
  | 'OWNER';

export type MemberStatus =
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'REMOVED';

export type MemberSource =
  | 'INVITE'
  | 'SCIM'
  | 'BOOTSTRAP'
  | 'DOMAIN'
  | 'IMPORT'
  | 'REGISTRATION';

export type MemberFilter = {
  /** Part of the name or of the address */
  text?: string | null | undefined;
  status?: MemberStatus | null | undefined;
  organizationRole?: OrganizationRole | null | undefined;
  /** Only those who look and change nothing */
  isReadOnly?: boolean | null | undefined;
};

export type MemberOrderField =
  | 'EMAIL'
  | 'JOINED_AT';

export type OrderDirection =
  | 'ASC'
  | 'DESC';

export type MemberOrder = {
  field: MemberOrderField;
  direction?: OrderDirection;
};

export type SetMemberRolesInput = {
  organization?: string | null | undefined;
  memberId: string | number;
  /** Closed downward: WRITE brings READ along, ADMIN both */
  roles: Array<AccessRole>;
  /** Only MANAGER or OWNER add anything */
  organizationRole?: OrganizationRole | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type MemberInput = {
  organization?: string | null | undefined;
  memberId: string | number;
  /** For the audit log */
  reason?: string | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type MemberProjectInput = {
  projectId: string | number;
  role?: OrganizationRole;
  /** Preselected in what they report */
  isDefault?: boolean;
};

export type SetMemberProjectsInput = {
  organization?: string | null | undefined;
  memberId: string | number;
  /** All that are theirs from now on */
  projects: Array<MemberProjectInput>;
  clientMutationId?: string | null | undefined;
};

export type LeaveOrganizationInput = {
  organization?: string | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type InvitationState =
  | 'PENDING'
  | 'EXPIRED'
  | 'ACCEPTED'
  | 'DECLINED'
  | 'REVOKED';

export type DeliveryState =
  | 'QUEUED'
  | 'SENT'
  | 'FAILED'
  | 'DROPPED';

export type IfPending =
  | 'FAIL'
  | 'RESEND';

export type InvitationFilter = {
  state?: InvitationState | null | undefined;
  /** Part of the address or the name */
  text?: string | null | undefined;
};

export type ProjectGrantInput = {
  projectId: string | number;
  role?: OrganizationRole | null | undefined;
};

export type InviteeInput = {
  email: string;
  name?: string | null | undefined;
  /** Left out: as for all */
  roles?: Array<AccessRole> | null | undefined;
  organizationRole?: OrganizationRole | null | undefined;
};

export type InviteUsersInput = {
  organization?: string | null | undefined;
  /** 1 to 100 */
  people: Array<InviteeInput>;
  roles: Array<AccessRole>;
  organizationRole?: OrganizationRole | null | undefined;
  projects?: Array<ProjectGrantInput> | null | undefined;
  message?: string | null | undefined;
  locale?: string | null | undefined;
  expiresIn?: string | null | undefined;
  accessExpiresAt?: string | null | undefined;
  ifPending?: IfPending | null | undefined;
  /** true: nothing is written or sent; the errors say what would become of each */
  dryRun?: boolean | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type UpdateInvitationInput = {
  organization?: string | null | undefined;
  invitationId: string | number;
  roles: Array<AccessRole>;
  organizationRole?: OrganizationRole | null | undefined;
  projects?: Array<ProjectGrantInput> | null | undefined;
  message?: string | null | undefined;
  locale?: string | null | undefined;
  accessExpiresAt?: string | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type InvitationInput = {
  organization?: string | null | undefined;
  invitationId: string | number;
  clientMutationId?: string | null | undefined;
};

export type RevokeAllInvitationLinksInput = {
  organization?: string | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type ApiKeyState =
  | 'ACTIVE'
  | 'EXPIRED'
  | 'REVOKED';

export type CreateServiceAccountInput = {
  organization?: string | null | undefined;
  name: string;
  roles: Array<AccessRole>;
  /** MANAGER at most */
  organizationRole?: OrganizationRole | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type UpdateServiceAccountInput = {
  organization?: string | null | undefined;
  serviceAccountId: string | number;
  name: string;
  roles: Array<AccessRole>;
  organizationRole?: OrganizationRole | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type DeleteServiceAccountInput = {
  organization?: string | null | undefined;
  serviceAccountId: string | number;
  clientMutationId?: string | null | undefined;
};

export type CreateApiKeyInput = {
  organization?: string | null | undefined;
  serviceAccountId: string | number;
  name: string;
  /** At most those of the account, and at most the caller's own */
  scopes: Array<string>;
  /** Left out: P90D; at most P365D */
  expiresIn?: string | null | undefined;
  /** 192.0.2.0/24, 2001:db8::/32 or an address */
  networks?: Array<string> | null | undefined;
  documents?: Array<string> | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type CreatePersonalTokenInput = {
  organization?: string | null | undefined;
  name: string;
  scopes: Array<string>;
  expiresIn?: string | null | undefined;
  networks?: Array<string> | null | undefined;
  documents?: Array<string> | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type RotateApiKeyInput = {
  organization?: string | null | undefined;
  apiKeyId: string | number;
  expiresIn?: string | null | undefined;
  /** How long the former key goes on; left out: P1D; at most P7D */
  graceIn?: string | null | undefined;
  clientMutationId?: string | null | undefined;
};

export type ApiKeyInput = {
  organization?: string | null | undefined;
  apiKeyId: string | number;
  clientMutationId?: string | null | undefined;
};

export type CreateScimTokenInput = {
  organization?: string | null | undefined;
  /** What it is for, for those who see it in the list */
  name: string;
  clientMutationId?: string | null | undefined;
};

export type RevokeScimTokenInput = {
  organization?: string | null | undefined;
  scimTokenId: string | number;
  clientMutationId?: string | null | undefined;
};

export type GroupMappingInput = {
  groupId: string | number;
  /** What its members may do; ADMIN makes them administrators of the lowest rank */
  roles: Array<AccessRole>;
  /** Roles in projects, at most ADMIN; in a project that any mapping names, members of the directory have what their groups give and nothing else */
  projects?: Array<ProjectGrantInput> | null | undefined;
};

export type SetGroupMappingsInput = {
  organization?: string | null | undefined;
  /** All of them: what is left out ends */
  mappings: Array<GroupMappingInput>;
  clientMutationId?: string | null | undefined;
};

export type AuditResult =
  | 'DONE'
  | 'REFUSED'
  | 'FAILED';

export type AuditFilter = {
  /** An action, or the noun of several: member */
  action?: string | null | undefined;
  /** Part of the name of whoever did it */
  actor?: string | null | undefined;
  result?: AuditResult | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
};

export type AuditLogQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditLogQuery = { organization: { auditLog: { totalCount: number, totalCountIsExact: boolean, nodes: Array<{ id: string, sequence: number, at: string, action: string, result: AuditResult, reason: string | null, changes: Record<string, unknown> | null, network: string | null, userAgent: string | null, requestId: string | null, hash: string, actor: { kind: string, name: string | null }, target: { kind: string, name: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type TurnFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type DirectoryQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoryQuery = { organization: { scimUrl: string, scimTokens: Array<{ id: string, name: string, createdAt: string, lastUsedAt: string | null }>, groupMappings: Array<{ roles: Array<AccessRole>, organizationRole: OrganizationRole, group: { id: string }, projects: Array<{ projectId: string, role: OrganizationRole }> }>, directoryGroups: { totalCount: number, nodes: Array<{ id: string, displayName: string, memberCount: number }> } } | null };

export type CreateScimTokenMutationVariables = Exact<{
  input: CreateScimTokenInput;
}>;


export type CreateScimTokenMutation = { createScimToken: { token: string | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

type Problem_InvalidInputError_Fragment = { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> };

type Problem_RateLimitedError_Fragment = { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_StateError_Fragment = { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_ConflictError_Fragment = { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_ReauthenticationRequiredError_Fragment = { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_RoleNotGrantableError_Fragment = { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_LastOwnerError_Fragment = { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_ManagedByDirectoryError_Fragment = { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_HandoverRequiredError_Fragment = { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_AlreadyMemberError_Fragment = { __typename: 'AlreadyMemberError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_InvitationPendingError_Fragment = { __typename: 'InvitationPendingError', code: ErrorCode, message: string, path: Array<string> | null };

type Problem_SeatLimitError_Fragment = { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null };

export type ProblemFragment =
  | Problem_InvalidInputError_Fragment
  | Problem_RateLimitedError_Fragment
  | Problem_StateError_Fragment
  | Problem_ConflictError_Fragment
  | Problem_ReauthenticationRequiredError_Fragment
  | Problem_RoleNotGrantableError_Fragment
  | Problem_LastOwnerError_Fragment
  | Problem_ManagedByDirectoryError_Fragment
  | Problem_HandoverRequiredError_Fragment
  | Problem_AlreadyMemberError_Fragment
  | Problem_InvitationPendingError_Fragment
  | Problem_SeatLimitError_Fragment
;

export type RevokeScimTokenMutationVariables = Exact<{
  input: RevokeScimTokenInput;
}>;


export type RevokeScimTokenMutation = { revokeScimToken: { errors: Array<{ __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }> } };

export type SetGroupMappingsMutationVariables = Exact<{
  input: SetGroupMappingsInput;
}>;


export type SetGroupMappingsMutation = { setGroupMappings: { changed: number | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type InvitationsQueryVariables = Exact<{
  filter?: InvitationFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type InvitationsQuery = { organization: { seats: { limit: number | null, members: number, invited: number }, invitations: { totalCount: number, totalCountIsExact: boolean, nodes: Array<{ id: string, email: string, name: string | null, roles: Array<AccessRole>, organizationRole: OrganizationRole, state: InvitationState, expiresAt: string, needsResend: boolean, inviter: { name: string | null, email: string } | null, deliveries: Array<{ channel: string, state: DeliveryState, error: string | null }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type OneInvitationQueryVariables = Exact<{
  id: string | number;
}>;


export type OneInvitationQuery = { node:
    | { id: string, email: string, name: string | null, message: string | null, roles: Array<AccessRole>, organizationRole: OrganizationRole, state: InvitationState, createdAt: string, issuedAt: string, expiresAt: string, generation: number, acceptedAt: string | null, revokedAt: string | null, declinedAt: string | null, accessExpiresAt: string | null, needsResend: boolean, projects: Array<{ projectId: string, role: OrganizationRole }>, inviter: { name: string | null, email: string } | null, deliveries: Array<{ channel: string, state: DeliveryState, attempts: number, error: string | null, providerMessageId: string | null, updatedAt: string }> }
    | Record<PropertyKey, never>
   | null };

export type SeatsQueryVariables = Exact<{ [key: string]: never; }>;


export type SeatsQuery = { organization: { seats: { limit: number | null, members: number, invited: number }, projects: { nodes: Array<{ id: string, name: string, displayName: string | null }> } } | null };

export type InviteUsersMutationVariables = Exact<{
  input: InviteUsersInput;
}>;


export type InviteUsersMutation = { inviteUsers: { results: Array<{ errors: Array<
        | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
        | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'AlreadyMemberError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'InvitationPendingError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      > }> | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type ResendInvitationMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type ResendInvitationMutation = { resendInvitation: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeInvitationMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type RevokeInvitationMutation = { revokeInvitation: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type CopyInvitationLinkMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type CopyInvitationLinkMutation = { copyInvitationLink: { url: string | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type UpdateInvitationMutationVariables = Exact<{
  input: UpdateInvitationInput;
}>;


export type UpdateInvitationMutation = { updateInvitation: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokeAllInvitationLinksMutationVariables = Exact<{
  input: RevokeAllInvitationLinksInput;
}>;


export type RevokeAllInvitationLinksMutation = { revokeAllInvitationLinks: { count: number | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'SeatLimitError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'StateError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'RateLimitedError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type MembersQueryVariables = Exact<{
  filter?: MemberFilter | null | undefined;
  orderBy?: MemberOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type MembersQuery = { organization: { members: { totalCount: number, totalCountIsExact: boolean, nodes: Array<{ id: string, roles: Array<AccessRole>, organizationRole: OrganizationRole, status: MemberStatus, joinedAt: string, lastSeenAt: string | null, expiresAt: string | null, person: { name: string | null, email: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type OneMemberQueryVariables = Exact<{
  id: string | number;
}>;


export type OneMemberQuery = { node:
    | { id: string, roles: Array<AccessRole>, organizationRole: OrganizationRole, scopes: Array<string>, status: MemberStatus, source: MemberSource, managedByDirectory: boolean, joinedAt: string, lastSeenAt: string | null, expiresAt: string | null, person: { databaseId: number, name: string | null, email: string }, projects: Array<{ role: OrganizationRole, isDefault: boolean, project: { id: string, name: string, displayName: string | null } }>, viewerCan: { changeRole: boolean, changeProjects: boolean, suspend: boolean, reactivate: boolean, remove: boolean, endSessions: boolean } }
    | Record<PropertyKey, never>
   | null };

export type MemberAtWorkQueryVariables = Exact<{
  id: string | number;
}>;


export type MemberAtWorkQuery = { node:
    | { loginSessions: Array<{ id: string, method: string, address: string, userAgent: string, lastUsedAt: string }>, holdings: { roles: Array<string>, tasks: Array<string>, services: Array<string> } }
    | Record<PropertyKey, never>
   | null };

export type RolesQueryVariables = Exact<{ [key: string]: never; }>;


export type RolesQuery = { organization: { roles: Array<{ name: string, roles: Array<AccessRole>, organizationRole: OrganizationRole, scopes: Array<string>, canGrant: boolean }> } | null, scopes: Array<{ name: string, description: string, isOfInstallation: boolean }> };

export type SetMemberRolesMutationVariables = Exact<{
  input: SetMemberRolesInput;
}>;


export type SetMemberRolesMutation = { setMemberRoles: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type SetMemberProjectsMutationVariables = Exact<{
  input: SetMemberProjectsInput;
}>;


export type SetMemberProjectsMutation = { setMemberProjects: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type SuspendMemberMutationVariables = Exact<{
  input: MemberInput;
}>;


export type SuspendMemberMutation = { suspendMember: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type ReactivateMemberMutationVariables = Exact<{
  input: MemberInput;
}>;


export type ReactivateMemberMutation = { reactivateMember: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RemoveMemberMutationVariables = Exact<{
  input: MemberInput;
}>;


export type RemoveMemberMutation = { removeMember: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type EndMemberLoginSessionsMutationVariables = Exact<{
  input: MemberInput;
}>;


export type EndMemberLoginSessionsMutation = { endMemberLoginSessions: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type LeaveOrganizationMutationVariables = Exact<{
  input: LeaveOrganizationInput;
}>;


export type LeaveOrganizationMutation = { leaveOrganization: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LastOwnerError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'HandoverRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ManagedByDirectoryError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type ProjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectsQuery = { organization: { projects: { nodes: Array<{ id: string, name: string, displayName: string | null }> } } | null };

export type PersonalTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type PersonalTokensQuery = { me: { personalTokens: Array<{ id: string, prefix: string, name: string, state: ApiKeyState, scopes: Array<string>, networks: Array<string>, createdAt: string, expiresAt: string, revokedAt: string | null, documents: Array<{ id: string }>, lastUse: { at: string, network: string | null, userAgent: string | null } | null }> }, organization: { viewerMembership: { scopes: Array<string> } | null } | null };

export type KeyLineFragment = { id: string, prefix: string, name: string, state: ApiKeyState, scopes: Array<string>, networks: Array<string>, createdAt: string, expiresAt: string, revokedAt: string | null, documents: Array<{ id: string }>, lastUse: { at: string, network: string | null, userAgent: string | null } | null };

export type ServiceAccountsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ServiceAccountsQuery = { organization: { serviceAccounts: { totalCount: number, totalCountIsExact: boolean, nodes: Array<{ id: string, name: string, roles: Array<AccessRole>, organizationRole: OrganizationRole, scopes: Array<string>, createdAt: string, keys: Array<{ id: string, prefix: string, name: string, state: ApiKeyState, scopes: Array<string>, networks: Array<string>, createdAt: string, expiresAt: string, revokedAt: string | null, documents: Array<{ id: string }>, lastUse: { at: string, network: string | null, userAgent: string | null } | null }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type OneServiceAccountQueryVariables = Exact<{
  id: string | number;
}>;


export type OneServiceAccountQuery = { node:
    | { id: string, name: string, roles: Array<AccessRole>, organizationRole: OrganizationRole, scopes: Array<string>, createdAt: string, keys: Array<{ id: string, prefix: string, name: string, state: ApiKeyState, scopes: Array<string>, networks: Array<string>, createdAt: string, expiresAt: string, revokedAt: string | null, documents: Array<{ id: string }>, lastUse: { at: string, network: string | null, userAgent: string | null } | null }> }
    | Record<PropertyKey, never>
   | null };

export type CreateServiceAccountMutationVariables = Exact<{
  input: CreateServiceAccountInput;
}>;


export type CreateServiceAccountMutation = { createServiceAccount: { serviceAccount: { id: string } | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type UpdateServiceAccountMutationVariables = Exact<{
  input: UpdateServiceAccountInput;
}>;


export type UpdateServiceAccountMutation = { updateServiceAccount: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type DeleteServiceAccountMutationVariables = Exact<{
  input: DeleteServiceAccountInput;
}>;


export type DeleteServiceAccountMutation = { deleteServiceAccount: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type CreatePersonalTokenMutationVariables = Exact<{
  input: CreatePersonalTokenInput;
}>;


export type CreatePersonalTokenMutation = { createPersonalToken: { secret: string | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { secret: string | null, errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

export type RevokePersonalTokenMutationVariables = Exact<{
  input: ApiKeyInput;
}>;


export type RevokePersonalTokenMutation = { revokePersonalToken: { errors: Array<
      | { __typename: 'InvalidInputError', code: ErrorCode, message: string, path: Array<string> | null, fields: Array<{ path: Array<string>, message: string }> }
      | { __typename: 'RoleNotGrantableError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ReauthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> | null }
    > } };

/** A document that the server knows by its id; the types say what it is asked with and answers. */

export type Document<Answer, Variables> = { id: string; readonly types?: [Answer, Variables] };

export const AuditLog: Document<AuditLogQuery, AuditLogQueryVariables> = { id: 'sha256:565bd952ade2c89c2a6f2454b57abff28c67fd573b7bd9320683b8374c23adb6' };

export const Directory: Document<DirectoryQuery, DirectoryQueryVariables> = { id: 'sha256:71bea683fe093d0ffd63a91a18d782886a76cde33a2483ae36f55c24ac346e9d' };

export const CreateScimToken: Document<CreateScimTokenMutation, CreateScimTokenMutationVariables> = { id: 'sha256:29a553b80e9cc7404ca07f3bddecfd260a21afef228bfa18dcd527251575aa2d' };

export const RevokeScimToken: Document<RevokeScimTokenMutation, RevokeScimTokenMutationVariables> = { id: 'sha256:3c0339ca4b782e8e3f64e435c86df3d4e623daf6ec7a6e7fa83f2c77d6bd809f' };

export const SetGroupMappings: Document<SetGroupMappingsMutation, SetGroupMappingsMutationVariables> = { id: 'sha256:56c218687ee70b80e478ce819923641750f0ab9534c6d20d2705f675bc5a5d76' };

export const Invitations: Document<InvitationsQuery, InvitationsQueryVariables> = { id: 'sha256:34272b8570d254e0afcd7c4d7f23264643f7f9ecb02e7f074aa60833771f3908' };

export const OneInvitation: Document<OneInvitationQuery, OneInvitationQueryVariables> = { id: 'sha256:bfc3d0cf259d77fbf6ca8dcff2b732fe742c32e0b36f6315d5c7e252f11bddaf' };

export const Seats: Document<SeatsQuery, SeatsQueryVariables> = { id: 'sha256:75079ed12c1c53a2f1b9c1848020dec0757c9d4889cb6740ed5d61d459fb4747' };

export const InviteUsers: Document<InviteUsersMutation, InviteUsersMutationVariables> = { id: 'sha256:84e07ebdf3c1a70caade5679015c92846b633239a5bd1dc81da10471ebb66cc4' };

export const ResendInvitation: Document<ResendInvitationMutation, ResendInvitationMutationVariables> = { id: 'sha256:77334d03c9b46c64516ec89bd491135c903c76b33158192f050ebc462666e86f' };

export const RevokeInvitation: Document<RevokeInvitationMutation, RevokeInvitationMutationVariables> = { id: 'sha256:015647c4d2b5643dbbeb9ef1a881552301a6dec9651845ece4e55be9fb73c413' };

export const CopyInvitationLink: Document<CopyInvitationLinkMutation, CopyInvitationLinkMutationVariables> = { id: 'sha256:e6e6786104d952dde42df452d32873287324d3357af8f4a2e937acc8614cdeb0' };

export const UpdateInvitation: Document<UpdateInvitationMutation, UpdateInvitationMutationVariables> = { id: 'sha256:b06800980da3e661ff710c1b05361026270d499e8da6d43aaa0da5fffad8dc43' };

export const RevokeAllInvitationLinks: Document<RevokeAllInvitationLinksMutation, RevokeAllInvitationLinksMutationVariables> = { id: 'sha256:28392923627659b7b6f34d4a3f2284ffda25532a6f8fa17b45beda837f6bf9e7' };

export const Members: Document<MembersQuery, MembersQueryVariables> = { id: 'sha256:24f1143b18256414bb302f1e6f374743937426f39167363c8ef9417996ba863c' };

export const OneMember: Document<OneMemberQuery, OneMemberQueryVariables> = { id: 'sha256:e2b8f3860afa3c118a13d9d7d92b818ff3eb26c9186b1d745c5966738347eb45' };

export const MemberAtWork: Document<MemberAtWorkQuery, MemberAtWorkQueryVariables> = { id: 'sha256:fb212ccb9d11c495097754271f32cc212cf8dc4080de564eadb6bc43c3a6006f' };

export const Roles: Document<RolesQuery, RolesQueryVariables> = { id: 'sha256:4a696ab2e48f4324c19d0fa6910ba9ddac2e5b9d5ce1e49a42f862636f8427c3' };

export const SetMemberRoles: Document<SetMemberRolesMutation, SetMemberRolesMutationVariables> = { id: 'sha256:6a62ad93e66e15f66c60d957f5feaaa9b2ce0899432c898ea42f47254c4f114c' };

export const SetMemberProjects: Document<SetMemberProjectsMutation, SetMemberProjectsMutationVariables> = { id: 'sha256:2f72e5e44a608b12b35fe383488ca03bd6cfba77bd411221abb69c97995fa4cc' };

export const SuspendMember: Document<SuspendMemberMutation, SuspendMemberMutationVariables> = { id: 'sha256:90cc578f048ab064553a450064b69102195f31f80fb5830813e8ee44bfe3d5b0' };

export const ReactivateMember: Document<ReactivateMemberMutation, ReactivateMemberMutationVariables> = { id: 'sha256:9efa77ecb3e83654cb0ab0d9b2c70ac767c93fc21fca759f076574323e52f11a' };

export const RemoveMember: Document<RemoveMemberMutation, RemoveMemberMutationVariables> = { id: 'sha256:ac1dbe11253887f4c0304d8fd70f9408ddb9e34bf198c2a355aa7cf3c60e8ae7' };

export const EndMemberLoginSessions: Document<EndMemberLoginSessionsMutation, EndMemberLoginSessionsMutationVariables> = { id: 'sha256:3c47f6595409ac9e48231a6f9dcdd3533e57e53c92e93e7f5e30f6042ec155ed' };

export const LeaveOrganization: Document<LeaveOrganizationMutation, LeaveOrganizationMutationVariables> = { id: 'sha256:4372338bcf1339cfa10ce6f258d07999065c2ad4c6ffce4e6666c022581b36e3' };

export const Projects: Document<ProjectsQuery, ProjectsQueryVariables> = { id: 'sha256:4cfe33d0e2bf0f9c53080b347cbb8d94b00cba59d5653d1a06c8983c732bbeca' };

export const PersonalTokens: Document<PersonalTokensQuery, PersonalTokensQueryVariables> = { id: 'sha256:f9e7cd079b2aee48a300d12c2e87a408eb40123d50d9d18040fbb5d32b43807a' };

export const ServiceAccounts: Document<ServiceAccountsQuery, ServiceAccountsQueryVariables> = { id: 'sha256:11d96b6dabc74c0e13953b7818a3b48da4359aeb6856e5bf0b113adc47265fbc' };

export const OneServiceAccount: Document<OneServiceAccountQuery, OneServiceAccountQueryVariables> = { id: 'sha256:1f516b8f3a4fbf86f8255c4225e2b3229d9525818d8e3da279eaca5ae0ff29ca' };

export const CreateServiceAccount: Document<CreateServiceAccountMutation, CreateServiceAccountMutationVariables> = { id: 'sha256:09bb72e6fc35819add865253b23c3470bd0443251f67a01a55022bf8936674be' };

export const UpdateServiceAccount: Document<UpdateServiceAccountMutation, UpdateServiceAccountMutationVariables> = { id: 'sha256:c5e8bfff82f97848469411de5353799e77daadffa675d119ae6fd55f84dff5eb' };

export const DeleteServiceAccount: Document<DeleteServiceAccountMutation, DeleteServiceAccountMutationVariables> = { id: 'sha256:f45ec9056c134bc95d4a023d7fc4691d5571d65753243fd534d869e4e1a0ab6e' };

export const CreateApiKey: Document<CreateApiKeyMutation, CreateApiKeyMutationVariables> = { id: 'sha256:4afd83574e834a5e1af2b940dffb27148718d82750d94cce79d5d8627f802f51' };

export const CreatePersonalToken: Document<CreatePersonalTokenMutation, CreatePersonalTokenMutationVariables> = { id: 'sha256:1d82a48dfc2c39ff1373948751ee983a965c921383b0f315db51d363d20a4ecd' };

export const RotateApiKey: Document<RotateApiKeyMutation, RotateApiKeyMutationVariables> = { id: 'sha256:98e93f32858da771005c8edd52b86802dea72a6e5f6e44ee3df1e603fb5e2488' };

export const RevokePersonalToken: Document<RevokePersonalTokenMutation, RevokePersonalTokenMutationVariables> = { id: 'sha256:ea9681de7b4d91bf1da81ef275a77689dd99c8f7150d1aa4066188de7e07438a' };

