import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type Document, type InvitationInput, ResendInvitation, RevokeInvitation } from '../../../api/documents.ts';
import { messageOf } from '../../../api/errors.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { count } from '../../../ui/format.ts';
import { useSave } from '../../../ui/use-save.tsx';

type Change = Document<unknown, { input: InvitationInput }>;
type Invitation = { id: string; email: string };

/** Sends new links to those who are chosen, or takes their invitations back; each succeeds or fails by itself. */
export function BulkActions({ invitations, clear }: { invitations: Invitation[]; clear: () => void }) {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const act = useSave<Change, string[]>({
    send: async (change) => {
      const failed: string[] = [];
      for (const { id, email } of invitations)
        await ask(organization, change, { input: { organization, invitationId: id } }).catch((error: unknown) => {
          failed.push(`${email}: ${messageOf(error)}`);
        });
      return failed;
    },
    refresh: [keys.kind(organization, 'invitation')],
    onDone: (failed) => {
      const done = invitations.length - failed.length;
      if (done) notifications.show({ message: `${count(done, 'invitation')} changed.`, color: 'verdigris', autoClose: 4000 });
      if (failed.length)
        notifications.show({ title: `Not done for ${failed.length}`, message: failed.join('\n'), color: 'vermilion', autoClose: 15_000 });
      clear();
    },
  });
  return (
    <>
      <Button size="xs" variant="default" loading={act.isPending} onClick={() => act.mutate(ResendInvitation)}>
        Send a new link
      </Button>
      <Button size="xs" variant="default" disabled={act.isPending} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Revoke ${count(invitations.length, 'invitation')}?`}
        confirm="Revoke"
        danger
        busy={act.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => act.mutate(RevokeInvitation, { onSettled: () => setAsking(false) })}
      >
        Their links open nothing any more.
      </ConfirmDialog>
    </>
  );
}
