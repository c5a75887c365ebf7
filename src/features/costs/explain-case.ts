import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { named } from '../../core/shape.ts';
import { caseFigures } from './case-calculation.ts';
import { IN_ACTIVITIES, IN_ROLES } from './efforts.ts';

const Figure = Type.Object({ total: Type.Number(), calculated: Type.Number(), entered: Type.Number() });
const Share = Type.Object({ hours: Type.Number(), amount: Type.Number() });

export const CaseCostExplanation = named(
  'CaseCostExplanation',
  Type.Object({
    /** by roles; `total` is what is calculated as of now and what people entered */
    classic: Figure,
    /** by what people did */
    new: Figure,
    hourly_rate: Type.Number(),
    people: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String(), classic: Share, new: Share })),
  }),
);
export type CaseCostExplanation = Static<typeof CaseCostExplanation>;

/** Of the rows `e` of one person: hours, and what they cost before the sum of all is rounded up. */
const share = (of: 'classic' | 'new') => sql`json_build_object(
  'hours', round((coalesce(sum(e.seconds) filter (where e.of = ${of}), 0) / 3600)::numeric, 2),
  'amount', round((coalesce(sum(e.seconds) filter (where e.of = ${of}), 0) / 3600 * (select rate from chosen))::numeric, 2))`;

const figure = (of: 'classic' | 'new') => sql`json_build_object(
  'total', f.${sql.ref(of)} + entered.${sql.ref(of)}, 'calculated', f.${sql.ref(of)}, 'entered', entered.${sql.ref(of)})`;

/**
 * What a case costs at this moment and how that comes about; nothing is written. `hours` of a person are weighted by their roles, so that
 * hours times rate is their amount; only the whole is rounded up.
 */
export async function explainCaseCost(ctx: Context, caseId: number): Promise<CaseCostExplanation> {
  const { rows } = await sql<{ explanation: CaseCostExplanation }>`
    with ${caseFigures(ctx, [caseId])},
      entered as (
        select coalesce(sum(k.amount) filter (where t.model_type is distinct from 'New'), 0) as classic,
          coalesce(sum(k.amount) filter (where t.model_type is distinct from 'Classic'), 0) as new
        from case_costs k join case_cost_types t on t.id = k.case_cost_type_id where k.case_id = ${caseId} and not k.calculated),
      people as (
        select p.id, c.name, c.email, ${share('classic')} as classic, ${share('new')} as new, sum(e.seconds) as effort
        from (select 'classic' as of, participant_id, seconds from (${IN_ROLES}) r
          union all select 'new', participant_id, seconds from (${IN_ACTIVITIES}) a) e
        join participants p on p.id = e.participant_id join individual_contacts c on c.id = p.individual_contact_id
        group by p.id, c.name, c.email)
    select json_build_object('classic', ${figure('classic')}, 'new', ${figure('new')}, 'hourly_rate', f.rate,
      'people', (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email, 'classic', classic, 'new', new)
        order by effort desc, name), '[]') from people)) as explanation
    from figures f cross join entered`.execute(ctx.db);
  if (!rows[0]) throw notFound('case');
  return rows[0].explanation;
}
