import type { GraphQLObjectType, GraphQLResolveInfo, GraphQLUnionType } from 'graphql';
import { getNamedType, isUnionType } from 'graphql';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import type { Resolver } from './part.ts';

type Told = { __typename: string; code: string; message: string; path: string[] | null } & Record<string, unknown>;

/** Refusals by the code in their problem: which type of error tells them, and with what beside. */
const TYPES: Record<string, { type: string; code?: string }> = {
  ROLE_NOT_GRANTABLE: { type: 'RoleNotGrantableError' },
  ALREADY_MEMBER: { type: 'AlreadyMemberError' },
  INVITATION_PENDING: { type: 'InvitationPendingError' },
  SEAT_LIMIT: { type: 'SeatLimitError' },
  LAST_OWNER: { type: 'LastOwnerError' },
  ROLE_MANAGED_BY_DIRECTORY: { type: 'ManagedByDirectoryError', code: 'MANAGED_BY_DIRECTORY' },
  HANDOVER_REQUIRED: { type: 'HandoverRequiredError' },
  REAUTHENTICATION_REQUIRED: { type: 'ReauthenticationRequiredError' },
  MEMBER_SUSPENDED: { type: 'StateError', code: 'STATE' },
  INVITATION_STATE: { type: 'StateError', code: 'STATE' },
};

const camel = (name: string) => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** The path of a problem as the input writes it: without `body`, in camelCase. */
const pathOf = (loc: (string | number)[]) => loc.filter((part, index) => index > 0 || part !== 'body').map((part) => camel(String(part)));

/**
 * A mutation: one operation, its payload, and what the caller could have foreseen as data in `errors`. A refusal for which the payload has no
 * type is an error of the whole field.
 *
 * @param run answers the fields of the payload
 */
export const mutation =
  // biome-ignore lint/suspicious/noExplicitAny: what an input is, is written in the schema
    (run: (ctx: Context, input: any) => Promise<Record<string, unknown>>): Resolver =>
    async (_source, { input }, ctx, { info }) => {
      const { clientMutationId = null } = input ?? {};
      try {
        return { ...(await run(ctx, input ?? {})), errors: [], clientMutationId };
      } catch (error) {
        const told = error instanceof AppError ? foreseen(error, ctx) : undefined;
        if (!told || !isExpected(told, info)) throw error;
        return { errors: [told], clientMutationId };
      }
    };

export function foreseen(error: AppError, ctx: Context): Told | undefined {
  const [first] = error.problems;
  const common = { message: error.message, path: first ? pathOf(first.loc) : null };
  const special = first && TYPES[first.type];
  if (special) return { __typename: special.type, code: special.code ?? first.type, ...common, ...error.data };
  if (error.kind === 'limit') {
    const retryAt = new Date(ctx.now().getTime() + (error.retryAfterMs ?? 60_000));
    return { __typename: 'RateLimitedError', code: 'RATE_LIMITED', ...common, retryAt };
  }
  if (error.kind === 'conflict') return { __typename: 'ConflictError', code: 'CONFLICT', ...common };
  if (error.kind !== 'invalid') return undefined;
  const fields = error.problems.map(({ loc, msg }) => ({ path: pathOf(loc), message: msg }));
  return { __typename: 'InvalidInputError', code: 'INVALID_INPUT', ...common, fields };
}

/** Whether the payload of the field that is being answered has a place for this error. */
function isExpected({ __typename }: Told, { returnType }: GraphQLResolveInfo): boolean {
  const payload = getNamedType(returnType) as GraphQLObjectType;
  const union = getNamedType(payload.getFields().errors?.type as never) as unknown as GraphQLUnionType;
  return isUnionType(union) && union.getTypes().some(({ name }) => name === __typename);
}
