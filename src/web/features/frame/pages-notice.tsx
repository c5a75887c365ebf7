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
import classes from './frame.module.css';

/** Somebody paged this person and waits: shown on every screen until it is acknowledged. */
export function PagesNotice() {
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
  const [page] = waiting;
  if (!page) return null;
  return (
    <section className={classes.paged} aria-label="You are being paged">
      <BellRing size={17} aria-hidden />
      <div className={classes.pagedText}>
        <PlainLink at={paths.incident(organization, page.incident)} className={classes.pagedLink}>
          {page.incident.title}
        </PlainLink>
        <span>
          paged <When at={page.created_at} />
          {waiting.length > 1 && `, ${waiting.length - 1} more`}
        </span>
      </div>
      <Button size="xs" color="vermilion" loading={acknowledge.isPending} onClick={() => acknowledge.mutate(page.id)}>
        On it
      </Button>
    </section>
  );
}
