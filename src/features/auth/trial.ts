import { sql } from 'kysely';
import { type Context, NOWHERE, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { type ProvenIdentity, Refused } from '../../plugin-sdk/authentication.ts';
import { admit } from './admit.ts';
import { movesFromPasswords } from './set-up.ts';

/** What a test sign-in tells: who the provider says it is, all it says of them, and what would become of it. */
export type TrialResult = {
  admitted: boolean;
  /** what would happen, or why not, with the values */
  text: string;
  /** the code of a refusal */
  code?: string;
  claims: Record<string, string>;
};

/** Nothing of it is kept: the transaction that lets the person in is taken back. */
class Foreseen extends Error {
  readonly text: string;
  constructor(text: string) {
    super(text);
    this.text = text;
  }
}

/** With the settings that are shown beside it. @returns what letting this person in would come to @throws Refused they would stay out */
async function foresee(ctx: Context, identity: ProvenIdentity): Promise<string> {
  try {
    const settings = { ...ctx.settings, linksByEmail: movesFromPasswords(ctx) || ctx.settings.linksByEmail };
    return await transaction(systemContext({ ...ctx, settings }, NOWHERE), async (tx) => {
      const { userId } = await admit(tx, identity);
      const { rows } = await sql<{ email: string; roles: string | null }>`
        select u.email, string_agg(m.role || ' of ' || o.name, ', ' order by o.name) as roles
        from users u
        left join active_members m on m.dispatch_user_id = u.id
        left join organizations o on o.id = m.organization_id
        where u.id = ${userId} group by u.id`.execute(tx.db);
      throw new Foreseen(`Let in as ${rows[0]?.email}: ${rows[0]?.roles ?? 'member of no organization'}.`);
    });
  } catch (error) {
    if (error instanceof Foreseen) return error.text;
    throw error;
  }
}

/** @param finish what the provider says of the person @returns the answer to show; a refusal is one, too */
export async function tryOut(
  ctx: Context,
  finish: () => Promise<{ identity: ProvenIdentity; claims: Record<string, unknown> }>,
): Promise<TrialResult> {
  let claims: Record<string, string> = {};
  try {
    const said = await finish();
    claims = shown(said.claims);
    return { admitted: true, text: await foresee(ctx, said.identity), claims };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { admitted: false, text: error.message, code: error.code, claims };
  }
}

/** The answer travels in an address, which proxies do not like to be long. */
const MOST_CHARACTERS = 2500;

function shown(claims: Record<string, unknown>): Record<string, string> {
  for (const length of [200, 80, 30]) {
    const cut = Object.entries(claims).map(([name, value]) => [name.slice(0, 100), short(value, length)] as const);
    if (JSON.stringify(cut).length <= MOST_CHARACTERS) return Object.fromEntries(cut);
  }
  return Object.fromEntries(
    Object.keys(claims)
      .slice(0, 40)
      .map((name) => [name.slice(0, 40), '…']),
  );
}

function short(value: unknown, length: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
