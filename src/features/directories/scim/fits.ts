import { type Attribute, byName } from './attributes.ts';
import { badRequest } from './errors.ts';
import type { Comparison, Filter, Value } from './filter.ts';

/** Whether one value of a list fits the filter of a path. @throws ScimError invalidPath the list has no such part */
export function fits(filter: Filter, value: Record<string, unknown>, attribute: Attribute): boolean {
  switch (filter.kind) {
    case 'and':
      return fits(filter.left, value, attribute) && fits(filter.right, value, attribute);
    case 'or':
      return fits(filter.left, value, attribute) || fits(filter.right, value, attribute);
    case 'not':
      return !fits(filter.filter, value, attribute);
    case 'some':
      throw badRequest('invalidPath', `${attribute.name}[${filter.attribute}[…]]: a filter of a path has no further one in it.`);
    default: {
      const sub = byName(attribute.subAttributes ?? [], filter.attribute);
      if (!sub) throw badRequest('invalidPath', `${attribute.name}.${filter.attribute}: there is no such part.`);
      const found = value[sub.name];
      if (filter.kind === 'present') return found !== undefined && found !== '';
      return compares(folded(found, sub), filter.operator, folded(filter.value, sub));
    }
  }
}

const folded = (value: unknown, { caseExact, type }: Attribute): Value => {
  if (type === 'boolean' && typeof value === 'string') return value.toLowerCase() === 'true';
  return typeof value === 'string' && !caseExact ? value.toLowerCase() : ((value ?? null) as Value);
};

function compares(found: Value, operator: Comparison, wanted: Value): boolean {
  if (operator === 'eq') return found === wanted;
  if (operator === 'ne') return found !== wanted;
  if (typeof found !== 'string' || typeof wanted !== 'string') return false;
  const how: Record<Exclude<Comparison, 'eq' | 'ne'>, boolean> = {
    co: found.includes(wanted),
    sw: found.startsWith(wanted),
    ew: found.endsWith(wanted),
    gt: found > wanted,
    ge: found >= wanted,
    lt: found < wanted,
    le: found <= wanted,
  };
  return how[operator];
}
