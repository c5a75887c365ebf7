import { type RawBuilder, sql } from 'kysely';
import { compileFilter, type Filterable } from '../../core/filter.ts';
import { across, type Hop, up } from '../../core/paths.ts';

const ofType = up('entities', 'entity_type_id');
const ofInstance = across('signal_instance_entities', 'signal_instance_id', 'entity_id');

/** The filter language over alerts: what they speak of is reached through their entities. */
export const instanceJoins = { Entity: [ofInstance], EntityType: [ofInstance, ofType] } satisfies Filterable['joins'];

/** The entities of the alert in question, under this name in the statement. */
export const MINE = 'mine';

/**
 * Of an earlier alert: an entity means one that both speak of. "Same user" is not met by two alerts about different users on one host.
 */
const shared: Hop = {
  ...ofInstance,
  join: (from, to, link) => `${ofInstance.join(from, to, link)} and exists (select 1 from ${MINE} m where m.entity_id = ${to}.id)`,
};

const ONE: Filterable = { table: 'signal_instances', joins: instanceJoins };
const EARLIER: Filterable = { table: 'signal_instances', joins: { Entity: [shared], EntityType: [shared, ofType] } };

/** @throws invalid the expression names something that does not exist, or is no filter */
export function requireMeaning(expression: unknown): void {
  compileFilter(ONE, expression);
}

/** Whether the alert `alias` is meant. An empty expression means every one. */
export const isMeant = (expression: unknown, alias: string): RawBuilder<boolean> =>
  compileFilter(ONE, expression, alias) ?? sql<boolean>`true`;

/** Whether the alert `alias` is an earlier one of the same: it shares an entity, and what the expression says of it. */
export function isSame(expression: unknown, alias: string): RawBuilder<boolean> {
  const sharing = sql<boolean>`exists (
    select 1 from signal_instance_entities l join ${sql.table(MINE)} m on m.entity_id = l.entity_id
    where l.signal_instance_id = ${sql.ref(`${alias}.id`)})`;
  const meant = compileFilter(EARLIER, expression, alias);
  return meant ? sql<boolean>`${sharing} and ${meant}` : sharing;
}
