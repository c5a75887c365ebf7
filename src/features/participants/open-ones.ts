import Type from 'typebox';
import type { Field } from '../../core/field.ts';
import type { LinksOf } from '../../core/links.ts';
import type { TableName } from '../../core/models.ts';
import { across, type Hop } from '../../core/paths.ts';
import type { Shape } from '../../core/shape.ts';

/*
 * Incidents and cases that others are linked to. Who sees the one need not see the other, so a restricted one is neither named nor
 * asked about through a link, whoever reads.
 */

/** The open ones of the linked subjects, oldest first; read only. */
export function openOnes<S extends Shape>(target: S, side: LinksOf): Field<ReturnType<typeof Type.Array<S['schema']>>> {
  return {
    read: Type.Array(target.schema),
    sql: ({ alias, depth }, _key, include) => {
      const [inner, link] = [`t${depth + 1}`, `l${depth + 1}`];
      return `(select coalesce(json_agg(${target.object({ alias: inner, depth: depth + 1 }, include)} order by ${inner}.id), '[]'::json)
        from ${side.links} ${link} join ${target.table} ${inner} on ${inner}.id = ${link}.${side.target}
        where ${link}.${side.from} = ${alias}.id and ${inner}.visibility = 'Open')`;
    },
  };
}

/** The same way for filters and sorts. */
export function acrossOpen(links: TableName, from: string, to: string): Hop {
  const hop = across(links, from, to);
  return { ...hop, join: (a, b, link) => `${hop.join(a, b, link)} and ${b}.visibility = 'Open'` };
}
