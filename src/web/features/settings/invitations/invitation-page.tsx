import { Alert, Badge, Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import {
  CopyInvitationLink,
  type DeliveryState,
  OneInvitation,
  type OneInvitationQuery,
  ResendInvitation,
  RevokeInvitation,
  UpdateInvitation,
} from '../../../api/documents.ts';
import { ApiError } from '../../../api/errors.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { personName } from '../../../parts/marks.tsx';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { PlainLink, useGo } from '../../../ui/link.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';
import { RoleCards } from '../members/role-cards.tsx';
import type { RoleInfo } from '../members/roles.ts';
import settings from '../settings.module.css';
import { InvitationMark } from './state.tsx';

type Invitation = Extract<NonNullable<OneInvitationQuery['node']>, { email: string }>;

/** One invitation: what it promises, how its link fared, and what may be done about it. */
export function InvitationPage({ id }: { id: string }) {
  const organization = useOrganization();
  const go = useGo();
  const up = paths.setting(organization, 'invitations');
  useShortcut('u', 'Back to the invitations', () => go(up));
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'invitation', id),
    queryFn: async () => {
      const { node } = await ask(organization, OneInvitation, { id });
      if (!node || !('email' in node)) throw new ApiError(404, []);
      return node as Invitation;
    },
  });
  return (
    <>
      <PlainLink at={up} className={settings.trail}>
        <ChevronLeft size={15} aria-hidden /> Invitations
      </PlainLink>
      {data ? (
        <Shown invitation={data} />
      ) : (
        <Page title={error ? 'Not found' : 'Loading'}>
          {error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
        </Page>
      )}
    </>
  );
}

const isOpen = ({ state }: Invitation) => state === 'PENDING' || state === 'EXPIRED';

function Shown({ invitation }: { invitation: Invitation }) {
  const { email, name, message, inviter, createdAt, expiresAt, acceptedAt, declinedAt, revokedAt, accessExpiresAt, generation } =
    invitation;
  const when = (at: string | null) => (at ? <When at={at} /> : undefined);
  return (
    <Page
      title={name || email}
      sub={`Invited as ${roleInWords(invitation)}`}
      actions={isOpen(invitation) && <Actions invitation={invitation} />}
    >
      <div className={settings.columns}>
        {invitation.needsResend && (
          <Alert color="vermilion" variant="light" icon={<CircleAlert size={18} aria-hidden />} title="The link opens nothing any more">
            Send a new one: it has run out, or the key that signed it was revoked.
          </Alert>
        )}
        <Panel title="About">
          <Facts
            items={[
              ['Address', email],
              ['Role', roleInWords(invitation)],
              ['State', <InvitationMark key="state" invitation={invitation} />],
              [
                'Invited',
                <span key="by">
                  {when(createdAt)}, by {inviter ? personName(inviter) : 'the installation'}
                </span>,
              ],
              ['Link', generation === 1 ? 'the first' : `number ${generation}; those before it open nothing`],
              ['Good until', isOpen(invitation) ? when(expiresAt) : undefined],
              ['Accepted', when(acceptedAt)],
              ['Declined', when(declinedAt)],
              ['Revoked', when(revokedAt)],
              ['Access ends', when(accessExpiresAt)],
              ['Message', message ?? undefined],
            ]}
          />
        </Panel>
        <Panel title="How the link was sent">
          <Deliveries invitation={invitation} />
        </Panel>
        {isOpen(invitation) && <NewRole key={roleInWords(invitation)} invitation={invitation} />}
      </div>
    </Page>
  );
}

const DELIVERY: Record<DeliveryState, { label: string; color: string }> = {
  QUEUED: { label: 'Being sent', color: 'gray' },
  SENT: { label: 'Sent', color: 'verdigris' },
  FAILED: { label: 'Not delivered', color: 'vermilion' },
  DROPPED: { label: 'Not sent any more', color: 'gray' },
};

function Deliveries({ invitation: { deliveries } }: { invitation: Invitation }) {
  if (!deliveries.length) return <p className={classes.cardText}>It was not sent: somebody copies the link and hands it over.</p>;
  return (
    <ul className={classes.list}>
      {deliveries.map(({ channel, state, attempts, error, providerMessageId, updatedAt }) => (
        <li key={channel} className={classes.person}>
          <span className={classes.line}>
            <span>
              {channel}, <When at={updatedAt} />
              {attempts > 1 && `, ${attempts} attempts`}
            </span>
            <Badge color={DELIVERY[state].color}>{DELIVERY[state].label}</Badge>
          </span>
          {error && <span className={classes.address}>{error}</span>}
          {providerMessageId && <span className={classes.address}>Known there as {providerMessageId}</span>}
        </li>
      ))}
    </ul>
  );
}

function Actions({ invitation: { id, email } }: { invitation: Invitation }) {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const input = { organization, invitationId: id };
  const refresh = [keys.kind(organization, 'invitation')];
  const resend = useSave({
    send: () => ask(organization, ResendInvitation, { input }),
    refresh,
    done: `A new link is on its way to ${email}. The former one opens nothing any more.`,
  });
  const copy = useSave({ send: () => ask(organization, CopyInvitationLink, { input }), refresh });
  const revoke = useSave({ send: () => ask(organization, RevokeInvitation, { input }), refresh, done: 'Revoked.' });
  const url = copy.data?.copyInvitationLink.url;
  return (
    <Group gap="xs">
      <Button loading={resend.isPending} onClick={() => resend.mutate()}>
        Send a new link
      </Button>
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
        Copy a link
      </Button>
      <Button variant="default" onClick={() => setAsking(true)}>
        Revoke
      </Button>
      {url && <LinkOnce url={url} close={copy.reset} />}
      <ConfirmDialog
        opened={isAsking}
        title="Revoke the invitation?"
        confirm="Revoke"
        danger
        busy={revoke.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        The link that {email} has opens nothing any more.
      </ConfirmDialog>
    </Group>
  );
}

/** A secret that is shown this once. */
function LinkOnce({ url, close }: { url: string; close: () => void }) {
  return (
    <ConfirmDialog opened title="A new link" confirm="Done" onClose={close} onConfirm={close}>
      <p>Hand it to the person by a way you trust. It is shown this once; the former link opens nothing any more.</p>
      <TextInput aria-label="Link" value={url} readOnly rightSection={<CopyButton text={url} label="Copy the link" />} />
    </ConfirmDialog>
  );
}

function NewRole({ invitation }: { invitation: Invitation }) {
  const organization = useOrganization();
  const current = roleInWords(invitation);
  const [chosen, choose] = useState<RoleInfo>();
  const { id, projects, message, accessExpiresAt } = invitation;
  const save = useSave({
    send: ({ roles, organizationRole }: RoleInfo) =>
      ask(organization, UpdateInvitation, {
        input: { organization, invitationId: id, roles, organizationRole, projects, message, accessExpiresAt },
      }),
    refresh: [keys.kind(organization, 'invitation')],
    done: 'A new link that says so is on its way.',
    quiet: true,
  });
  const isChanged = chosen !== undefined && chosen.name !== current;
  return (
    <Panel title="Role">
      <div className={classes.stack}>
        <FormProblems error={save.error} fields={[]} />
        <RoleCards label="What they will be allowed" value={chosen?.name ?? current} onChange={choose} disabled={save.isPending} />
        {isChanged && (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => choose(undefined)} disabled={save.isPending}>
              Discard
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate(chosen)}>
              Send a new link for {chosen.name}
            </Button>
          </Group>
        )}
      </div>
    </Panel>
  );
}
