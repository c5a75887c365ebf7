import { useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { type Filter, list } from '../../../api/list.ts';
import { useOrganization } from '../../../parts/account.ts';
import type { Item } from '../declaration.ts';
import { REFERENCES } from '../references.ts';
import { type Rule, SUBJECTS } from './rules.ts';

/** The records a rule's ids stand for; until they are known, and for those deleted since, a stand-in with the id. */
export function useNamed(rule: Rule): Item[] {
  const organization = useOrganization();
  const subject = SUBJECTS[rule.subject];
  const reference = 'of' in subject ? REFERENCES[subject.of] : undefined;
  const filter: Filter[] = [{ field: 'id', op: 'in', value: rule.values }];
  const { data } = useQuery({
    queryKey: keys.list(organization, reference?.kind ?? 'none', ['named', rule.values]),
    queryFn: () => list<Item>(organization, reference?.path ?? '', { filter, itemsPerPage: -1 }),
    enabled: reference !== undefined && !rule.byName && rule.values.length > 0,
    placeholderData: (before) => before,
  });
  return rule.values.map((value) => {
    if (rule.byName) return { id: 0, name: String(value) };
    return data?.items.find((one) => one.id === value) ?? { id: Number(value), name: `#${value}` };
  });
}
