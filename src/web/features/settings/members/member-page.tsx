import { Alert, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { OneMember } from '../../../api/documents.ts';
import { ApiError } from '../../../api/errors.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useIsAdmin, useIsOwner, useMe, useOrganization } from '../../../parts/account.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import { Facts } from '../../../ui/facts.tsx';
import { PlainLink, useGo } from '../../../ui/link.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { UserPassword } from '../extras/user-password.tsx';
import settings from '../settings.module.css';
import type { Member } from './member.ts';
import { Leave, Standing } from './member-actions.tsx';
import { AtWork } from './member-at-work.tsx';
import { MemberState } from './member-list.tsx';
import { MemberProjects } from './member-projects.tsx';
import { MemberRole } from './member-role.tsx';

const SOURCES: Record<string, string> = {
  INVITE: 'by an invitation',
  SCIM: 'from the directory',
  BOOTSTRAP: 'with the installation',
  DOMAIN: 'by the domain of their address',
  IMPORT: 'by an administrator or an import',
  REGISTRATION: 'by registering',
};

/** One member: what they are, what they hold, where they are signed in, and what may be done about it. */
export function MemberPage({ id }: { id: string }) {
  const organization = useOrganization();
  const go = useGo();
  const up = paths.setting(organization, 'members');
  useShortcut('u', 'Back to the members', () => go(up));
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'member', id),
    queryFn: async () => {
      const { node } = await ask(organization, OneMember, { id });
      if (!node || !('person' in node)) throw new ApiError(404, []);
      return node as Member;
    },
  });
  return (
    <>
      <PlainLink at={up} className={settings.trail}>
        <ChevronLeft size={15} aria-hidden /> Members
      </PlainLink>
      {data ? (
        <Shown member={data} />
      ) : (
        <Page title={error ? 'Not found' : 'Loading'}>
          {error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
        </Page>
      )}
    </>
  );
}

function Shown({ member }: { member: Member }) {
  const isAdmin = useIsAdmin();
  const isOwner = useIsOwner();
  const isSelf = useMe().email.toLowerCase() === member.person.email.toLowerCase();
  const { person, viewerCan, status } = member;
  const name = person.name || person.email;
  return (
    <Page title={name} sub={roleInWords(member)} actions={isSelf ? <Leave /> : <Standing member={member} />}>
      <div className={settings.columns}>
        {member.managedByDirectory && (
          <Alert color="gray">A directory looks after this membership: their role is changed there, in the groups of the person.</Alert>
        )}
        <Panel title="About">
          <Facts
            items={[
              ['Address', person.email],
              ['Role', roleInWords(member)],
              ['State', <MemberState key="state" status={status} expiresAt={member.expiresAt} />],
              [
                'Came in',
                <span key="joined">
                  <When at={member.joinedAt} />, {SOURCES[member.source]}
                </span>,
              ],
              ['Last seen', <When key="seen" at={member.lastSeenAt} none="never" />],
            ]}
          />
        </Panel>
        {status !== 'REMOVED' && (
          <>
            {viewerCan.changeRole && <MemberRole key={roleInWords(member)} member={member} />}
            {(viewerCan.changeProjects || member.projects.length > 0) && (
              <MemberProjects key={JSON.stringify(member.projects)} member={member} mayWrite={viewerCan.changeProjects} />
            )}
            {isAdmin && <AtWork member={member} />}
            {isOwner && !isSelf && (
              <Group grow>
                <UserPassword item={{ id: person.databaseId, email: person.email }} mayWrite />
              </Group>
            )}
          </>
        )}
      </div>
    </Page>
  );
}
