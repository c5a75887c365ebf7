import Type, { type Static } from 'typebox';
import type { Context, System } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { Email } from '../../core/field.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import { storedPassword } from './sign-in.ts';
import { issueToken } from './tokens.ts';
import { addMember, createUser, findUserId } from './users.ts';

export const Register = Type.Object({
  email: Email,
  /** left out: an account that signs in by other means */
  password: Type.Optional(Type.String({ maxLength: 1000 })),
});
export type Register = Static<typeof Register>;

const PER_ADDRESS = { attempts: 600, windowMs: 60 * 60_000 };

/**
 * Lets somebody in who comes by themself, as a Member. Only where registration is open.
 * @throws not_found registration is by invitation, or there is no such organization; invalid the address is known already
 */
export async function register(
  ctx: Context,
  input: Register,
  place: { organization: string; address: string },
): Promise<{ token: string }> {
  if (ctx.settings.registration !== 'open') throw notFound('page');
  await countAttempt(ctx, `register ${place.address}`, PER_ADDRESS);
  const password = await storedPassword(ctx, input.password, input);
  return transaction(ctx, async (tx) => {
    const organizationId = await organizationBySlug(tx, place.organization);
    if (await findUserId(tx, input.email)) throw knownAddress();
    const userId = await createUser(tx, { email: input.email, password });
    await addMember(tx, { userId, organizationId, role: 'Member', source: 'registration' });
    return { token: await issueToken(tx, input.email) };
  });
}

async function organizationBySlug({ db }: Pick<System, 'db'>, slug: string): Promise<number> {
  const organization = await db.selectFrom('organizations').select('id').where('slug', '=', slug).executeTakeFirst();
  if (!organization) throw notFound('organization');
  return organization.id;
}

function knownAddress() {
  const msg = 'There is an account with this e-mail address already; sign in instead.';
  return new AppError('invalid', msg, { problems: [{ type: 'value_error', loc: ['email'], msg }] });
}
