import { Alert, Button, Checkbox, FileButton, Group, MultiSelect, NativeSelect, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronLeft, FileUp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { InviteUsers, type InviteUsersInput, Seats } from '../../../api/documents.ts';
import type { Problem } from '../../../api/errors.ts';
import { ask, problemsOf } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { paths } from '../../../paths.ts';
import { DateTimeField } from '../../../ui/date-time-field.tsx';
import { count } from '../../../ui/format.ts';
import { PlainLink, useGo } from '../../../ui/link.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';
import { RoleCards } from '../members/role-cards.tsx';
import { type RoleInfo, rolesQuery } from '../members/roles.ts';
import settings from '../settings.module.css';
import { OutcomeTable } from './outcome-table.tsx';
import { type Invitee, type Outcome, peopleIn } from './people.ts';
import { seatsInWords } from './seats.ts';

const MOST = 100;
const LIFETIMES = [
  { value: 'PT4H', label: '4 hours' },
  { value: 'P1D', label: 'A day' },
  { value: 'P3D', label: '3 days' },
  { value: 'P7D', label: 'A week' },
  { value: 'P30D', label: '30 days' },
];

type Terms = {
  role: RoleInfo | undefined;
  projects: string[];
  message: string;
  expiresIn: string;
  accessExpiresAt: string | null;
  resends: boolean;
};
const NO_TERMS: Terms = { role: undefined, projects: [], message: '', expiresIn: 'P1D', accessExpiresAt: null, resends: false };

/** Promises places to one person or to a hundred. What would become of each is shown before anything is sent. */
export function InvitePeople() {
  const organization = useOrganization();
  const go = useGo();
  const up = paths.setting(organization, 'invitations');
  useShortcut('u', 'Back to the invitations', () => go(up));
  const [text, setText] = useState('');
  const [terms, setTerms] = useState(NO_TERMS);
  const roles = useQuery(rolesQuery(organization)).data?.organization?.roles ?? [];
  const room = useQuery({ queryKey: keys.list(organization, 'invitation', 'seats'), queryFn: () => ask(organization, Seats, {}) }).data
    ?.organization;
  const people = peopleIn(text);
  const askAbout = async (dryRun: boolean): Promise<Outcome[]> => {
    const unknown = people.map(({ role }) => role !== undefined && !roles.some(({ name }) => name === role));
    const known = people.filter((_one, index) => !unknown[index]);
    const { inviteUsers } = known.length
      ? await ask(organization, InviteUsers, { input: { ...inputOf(known, terms, roles), organization, dryRun } })
      : { inviteUsers: { results: [] } };
    const results = (inviteUsers.results ?? []).map(({ errors }) => errors.flatMap(problemsOf));
    return people.map((one, index) => ({ ...one, problems: unknown[index] ? [noSuchRole(one)] : (results.shift() ?? []) }));
  };
  const preview = useMutation({ mutationFn: () => askAbout(true) });
  const send = useSave<void, Outcome[]>({
    send: () => askAbout(false),
    refresh: [keys.kind(organization, 'invitation')],
    onDone: (outcomes) => {
      const failed = outcomes.filter(({ problems }) => problems.length);
      const sent = outcomes.length - failed.length;
      if (sent) notifications.show({ message: `${count(sent, 'invitation is', 'invitations are')} on the way.`, color: 'verdigris' });
      if (!failed.length) go(up, { ignoreBlocker: true });
    },
    quiet: true,
  });
  const change = (next: Partial<Terms>) => {
    setTerms({ ...terms, ...next });
    preview.reset();
  };
  const changeText = (next: string) => {
    setText(next);
    preview.reset();
    send.reset();
  };
  const outcomes = send.data ?? preview.data;
  const fine = preview.data?.filter(({ problems }) => !problems.length).length ?? 0;
  const isReady = terms.role !== undefined && people.length > 0 && people.length <= MOST;
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) preview.mutate();
  };
  const read = async (file: File | null) => file && changeText(await file.text());
  return (
    <>
      <PlainLink at={up} className={settings.trail}>
        <ChevronLeft size={15} aria-hidden /> Invitations
      </PlainLink>
      <Page title="Invite people" sub={room ? seatsInWords(room.seats) : undefined}>
        <form className={settings.form} onSubmit={look} noValidate>
          <FormProblems error={preview.error ?? send.error} fields={[]} />
          <Panel title="Who">
            <div className={classes.stack}>
              <Textarea
                label="Addresses"
                description="One in a line, or as your mail program copies them. A line may have a name and a role: jo@example.com, Jo Lee, Responder"
                autosize
                minRows={3}
                maxRows={12}
                value={text}
                required
                error={people.length > MOST ? `At most ${MOST} at once; these are ${people.length}.` : undefined}
                onChange={(event) => changeText(event.currentTarget.value)}
              />
              <Group gap="sm">
                <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void read(file)}>
                  {(props) => (
                    <Button {...props} variant="default" size="xs" leftSection={<FileUp size={14} aria-hidden />}>
                      Read a CSV file
                    </Button>
                  )}
                </FileButton>
                <span className={classes.cardText} role="status">
                  {people.length > 0 && `${count(people.length, 'person', 'people')} found.`}
                </span>
              </Group>
            </div>
          </Panel>
          <Panel title="As what">
            <div className={classes.stack}>
              <RoleCards label="What they will be allowed" value={terms.role?.name ?? ''} onChange={(role) => change({ role })} />
              <MultiSelect
                label="Projects"
                description="Left empty: the organization’s default project."
                searchable
                clearable
                value={terms.projects}
                data={room?.projects.nodes.map(({ id, name, displayName }) => ({ value: id, label: displayName || name })) ?? []}
                onChange={(projects) => change({ projects })}
              />
              <DateTimeField
                label="Access ends"
                description="For people who come for a while. Left empty: it does not end by itself."
                value={terms.accessExpiresAt}
                onChange={(accessExpiresAt) => change({ accessExpiresAt })}
              />
            </div>
          </Panel>
          <Panel title="The mail">
            <div className={classes.stack}>
              <Textarea
                label="A word to them"
                description="Plain text without links: the mail has one, the invitation."
                autosize
                minRows={2}
                maxLength={500}
                value={terms.message}
                onChange={(event) => change({ message: event.currentTarget.value })}
              />
              <NativeSelect
                label="The link is good for"
                data={LIFETIMES}
                value={terms.expiresIn}
                onChange={(event) => change({ expiresIn: event.currentTarget.value })}
              />
              <Checkbox
                label="Send a new link to those who have an open invitation"
                checked={terms.resends}
                onChange={(event) => change({ resends: event.currentTarget.checked })}
              />
            </div>
          </Panel>
          {outcomes && <OutcomeTable outcomes={outcomes} role={terms.role?.name} isDone={send.data !== undefined} />}
          <Group justify="flex-end">
            {send.data ? (
              <Button variant="default" onClick={() => go(up, { ignoreBlocker: true })}>
                To the invitations
              </Button>
            ) : preview.data ? (
              <Button loading={send.isPending} disabled={!fine} onClick={() => send.mutate()}>
                {fine ? `Send ${count(fine, 'invitation')}` : 'Nobody can be invited'}
              </Button>
            ) : (
              <Button type="submit" loading={preview.isPending} disabled={!isReady}>
                Look what becomes of it
              </Button>
            )}
          </Group>
          {!isReady && people.length > 0 && !terms.role && <Alert color="gray">Choose a role.</Alert>}
          <UnsavedGuard dirty={text.trim() !== '' && !send.data} what="the invitations" />
        </form>
      </Page>
    </>
  );
}

const noSuchRole = ({ role }: Invitee): Problem => ({
  type: 'ROLE_UNKNOWN',
  msg: `“${role}” is no role: write Viewer, Responder, Administrator, Manager or Owner.`,
});

function inputOf(
  people: Invitee[],
  { role, projects, message, expiresIn, accessExpiresAt, resends }: Terms,
  all: RoleInfo[],
): InviteUsersInput {
  const named = (name: string | undefined) => all.find((one) => one.name === name);
  return {
    people: people.map(({ email, name, role: own }) => {
      const special = named(own);
      return {
        email,
        ...(name && { name }),
        ...(special && { roles: special.roles, organizationRole: special.organizationRole }),
      };
    }),
    roles: role?.roles ?? [],
    organizationRole: role?.organizationRole,
    ...(projects.length > 0 && { projects: projects.map((projectId) => ({ projectId })) }),
    message: message.trim() || null,
    expiresIn,
    accessExpiresAt,
    ifPending: resends ? 'RESEND' : 'FAIL',
  };
}
