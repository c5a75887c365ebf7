import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { EFFORTS, figures } from './calculation.ts';

export const CostExplanation = named(
  'CostExplanation',
  Type.Object({
    /** everything: what is calculated as of now, and what people entered */
    total: Type.Number(),
    /** null: the project has no default cost type, so nothing is calculated */
    calculated: nullable(Type.Number()),
    entered: Type.Number(),
    hourly_rate: nullable(Type.Number()),
    review_hours: Type.Number(),
    people: Type.Array(
      Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String(), hours: Type.Number(), amount: Type.Number() }),
    ),
  }),
);
export type CostExplanation = Static<typeof CostExplanation>;

/**
 * What an incident costs at this moment and how that comes about; nothing is written. `hours` of a person are weighted by their roles,
 * so that hours times rate is their amount.
 */
export async function explainCost(ctx: Context, incidentId: number): Promise<CostExplanation> {
  const { rows } = await sql<{ explanation: CostExplanation }>`
    with ${figures(ctx, [incidentId])},
      entered as (select coalesce(sum(amount), 0) as amount from incident_costs where incident_id = ${incidentId} and not calculated),
      people as (
        select p.id, c.name, c.email, round((sum(e.seconds) / 3600)::numeric, 2) as hours,
          round((sum(e.seconds) / 3600 * (select rate from chosen))::numeric, 2) as amount
        from (${EFFORTS}) e join participants p on p.id = e.participant_id join individual_contacts c on c.id = p.individual_contact_id
        group by p.id, c.name, c.email)
    select json_build_object(
      'total', entered.amount + coalesce(f.amount, 0), 'calculated', f.amount, 'entered', entered.amount, 'hourly_rate', c.rate,
      'review_hours', case when c.reviewed then coalesce(v.seconds, 3600) / 3600 else 0 end,
      'people', (select coalesce(json_agg(people order by hours desc, name), '[]') from people)) as explanation
    from incidents i cross join entered left join figures f on f.id = i.id left join chosen c on c.id = i.id
      left join reviews v on v.incident_id = i.id
    where i.id = ${incidentId} and i.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound('incident');
  return rows[0].explanation;
}
