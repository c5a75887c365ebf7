import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import { equals, type Filter, list } from '../../../api/list.ts';
import type { IncidentRow } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { StatusMark } from '../../../parts/marks.tsx';
import { paths } from '../../../paths.ts';
import { count } from '../../../ui/format.ts';
import { TextLink } from '../../../ui/link.tsx';
import classes from './filters.module.css';

/** How many incidents of the project match now, and the latest of them. */
export function FilterPreview({ expression, project }: { expression: unknown; project: string | undefined }) {
  const organization = useOrganization();
  const [asked] = useDebouncedValue(expression, 300);
  const filter = [...((asked as Filter[] | null) ?? []), ...(project ? [equals('Project', 'name', project)] : [])];
  const query = { filter, itemsPerPage: 5, sort: ['-reported_at'] };
  const { data, error } = useQuery({
    queryKey: keys.list(organization, 'incident', ['preview', query]),
    queryFn: () => list<IncidentRow>(organization, 'incidents', query),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={classes.preview}>
      <p className={classes.total} role="status">
        {error
          ? `The server does not understand this: ${messageOf(error)}`
          : data
            ? `${count(data.total, 'incident')} ${data.total === 1 ? 'matches' : 'match'} now`
            : 'Counting…'}
      </p>
      {!error && data && data.items.length > 0 && (
        <ul className={classes.found}>
          {data.items.map((one) => (
            <li key={one.id} className={classes.one}>
              <StatusMark status={one.status} />
              <TextLink at={paths.incident(organization, one)}>{one.title}</TextLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
