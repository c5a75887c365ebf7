import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { PlainLink } from '../../ui/link.tsx';
import { When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import classes from './status-board.module.css';

/** Pages that wait for this person. */
export function MyPages() {
  const organization = useOrganization();
  const { data } = useQuery({
    queryKey: keys.list(organization, 'page', 'mine'),
    queryFn: () => answer(client.GET('/{organization}/pages', { params: { path: { organization } } })),
    retry: false,
  });
  const acknowledge = useSave<number>({
    send: (page_id) => answer(client.POST('/{organization}/pages/{page_id}/acknowledge', { params: { path: { organization, page_id } } })),
    refresh: [keys.kind(organization, 'page')],
    done: 'Acknowledged. The commander sees that you are on it.',
  });
  const waiting = data?.items.filter((one) => !one.acknowledged_at) ?? [];
  if (!waiting.length) return null;
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        <BellRing size={16} aria-hidden /> You are paged<span className={classes.size}>{waiting.length}</span>
      </h2>
      <ul className={classes.rows}>
        {waiting.map((page) => (
          <li key={page.id} className={`${classes.row} ${classes.page}`}>
            <PlainLink at={paths.incident(organization, page.incident)} className={classes.title}>
              {page.incident.title}
            </PlainLink>
            <span className={classes.cell}>
              <When at={page.created_at} />
            </span>
            <Button
              size="xs"
              loading={acknowledge.isPending && acknowledge.variables === page.id}
              onClick={() => acknowledge.mutate(page.id)}
            >
              On it
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
