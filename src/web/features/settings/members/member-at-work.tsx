import { useQuery } from '@tanstack/react-query';
import { MemberAtWork, type MemberAtWorkQuery } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { nameOfAgent } from '../../../parts/agent.ts';
import { Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import type { Member } from './member.ts';
import classes from './members.module.css';

type Work = Extract<NonNullable<MemberAtWorkQuery['node']>, { holdings: unknown }>;

/** What somebody would leave behind, and the browsers in which they are at work here. */
export function AtWork({ member: { id } }: { member: Member }) {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: keys.part(organization, 'member', id, 'work'),
    queryFn: async () => (await ask(organization, MemberAtWork, { id })).node as Work | null,
  });
  return (
    <>
      <Panel title="What they hold now">
        {error ? <ErrorState error={error} retry={() => void refetch()} /> : data ? <Holdings work={data} /> : <Loading lines={2} />}
      </Panel>
      <Panel title="Signed in">
        {data ? <Browsers sessions={data.loginSessions} /> : error ? <p>This could not be loaded.</p> : <Loading lines={2} />}
      </Panel>
    </>
  );
}

function Holdings({ work: { holdings } }: { work: Work }) {
  const lines = [
    ...holdings.roles,
    ...[...new Set(holdings.tasks)].map((name) => `Open tasks of ${name}`),
    ...holdings.services.map((name) => `On call in turn for ${name}`),
  ];
  if (!lines.length) return <p className={classes.cardText}>No role in anything open, no open task, no turn on call.</p>;
  return (
    <ul className={classes.list}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Browsers({ sessions }: { sessions: Work['loginSessions'] }) {
  if (!sessions.length) return <p className={classes.cardText}>No browser of theirs is at work here that you may look into.</p>;
  return (
    <ul className={classes.list} aria-label="Browsers in which they are signed in">
      {sessions.map(({ id, userAgent, address, lastUsedAt }) => (
        <li key={id} className={classes.line}>
          <span>{nameOfAgent(userAgent)}</span>
          <span className={classes.address}>
            {address} · used <When at={lastUsedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
