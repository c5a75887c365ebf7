import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answer, client } from '../../../api/client.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useSave } from '../../../ui/use-save.tsx';
import { applicationQuery } from '../../sign-in/application.ts';
import type { Item } from '../declaration.ts';

/** Has a member choose their password themselves: nobody has to think one up, or hand it over. */
export function ResetLink({ item }: { item: Item }) {
  const organization = useOrganization();
  const { data } = useQuery(applicationQuery);
  const send = useSave({
    send: () =>
      answer(client.POST('/{organization}/users/{user_id}/send-reset-link', { params: { path: { organization, user_id: item.id } } })),
    done: `A link is on its way to ${item.email}. It works once, within an hour.`,
  });
  if (!data?.can_reset_password) return null;
  return (
    <Group gap="sm" justify="space-between">
      <span>They choose one themselves, with a link in their mail.</span>
      <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
        Send a link
      </Button>
    </Group>
  );
}
