import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  type Document,
  EndMemberLoginSessions,
  LeaveOrganization,
  type MemberInput,
  ReactivateMember,
  RemoveMember,
  SuspendMember,
} from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import type { Member } from './member.ts';
import classes from './members.module.css';

type Action = {
  may: keyof Member['viewerCan'];
  document: Document<unknown, { input: MemberInput }>;
  label: string;
  title: (name: string) => string;
  text: string;
  done: (name: string) => string;
  danger?: boolean;
};

const ACTIONS: Action[] = [
  {
    may: 'endSessions',
    document: EndMemberLoginSessions,
    label: 'Sign out',
    title: (name) => `Sign ${name} out?`,
    text: 'Every browser in which they work here has to sign in again. They stay a member.',
    done: (name) => `${name} is signed out.`,
  },
  {
    may: 'suspend',
    document: SuspendMember,
    label: 'Suspend',
    title: (name) => `Suspend ${name}?`,
    text: 'They are signed out at once and cannot come in until they are reactivated. An incident they command is told.',
    done: (name) => `${name} is suspended.`,
    danger: true,
  },
  {
    may: 'reactivate',
    document: ReactivateMember,
    label: 'Reactivate',
    title: (name) => `Let ${name} in again?`,
    text: 'They come back as what they were.',
    done: (name) => `${name} may come in again.`,
  },
  {
    may: 'remove',
    document: RemoveMember,
    label: 'Remove',
    title: (name) => `Remove ${name}?`,
    text: 'They are signed out at once and leave what they take part in. What they did stays, under their name. To come back they need an invitation.',
    done: (name) => `${name} is removed.`,
    danger: true,
  },
];

/** What the viewer may do to a member, each with its question first. */
export function Standing({ member }: { member: Member }) {
  const [asking, setAsking] = useState<Action>();
  const offered = ACTIONS.filter(({ may }) => member.viewerCan[may]);
  return (
    <Group gap="xs">
      {offered.map((action) => (
        <Button key={action.label} variant="default" onClick={() => setAsking(action)}>
          {action.label}
        </Button>
      ))}
      {asking && <Question key={asking.label} member={member} action={asking} close={() => setAsking(undefined)} />}
    </Group>
  );
}

function Question({ member, action, close }: { member: Member; action: Action; close: () => void }) {
  const organization = useOrganization();
  const [reason, setReason] = useState('');
  const name = member.person.name || member.person.email;
  const act = useSave({
    send: () =>
      ask(organization, action.document, { input: { organization, memberId: member.id, ...(reason.trim() && { reason: reason.trim() }) } }),
    refresh: [keys.kind(organization, 'member')],
    done: action.done(name),
  });
  return (
    <ConfirmDialog
      opened
      title={action.title(name)}
      confirm={action.label}
      danger={action.danger ?? false}
      busy={act.isPending}
      onClose={close}
      onConfirm={() => act.mutate(undefined, { onSettled: close })}
    >
      <div className={classes.stack}>
        <span>{action.text}</span>
        <TextInput
          label="Reason, for the audit log"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  );
}

/** The way out for oneself. */
export function Leave() {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const leave = useSave({
    send: () => ask(organization, LeaveOrganization, { input: { organization } }),
    onDone: () => location.replace('/'),
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Leave the organization
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title="Leave this organization?"
        confirm="Leave"
        danger
        busy={leave.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => leave.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        You cannot come back by yourself: somebody has to invite you again. What you did stays, under your name.
      </ConfirmDialog>
    </>
  );
}
