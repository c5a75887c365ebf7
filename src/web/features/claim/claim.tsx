import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { API, answer, client } from '../../api/client.ts';
import { startSession } from '../../api/session.ts';
import type { Invitation } from '../../api/types.ts';
import { roleInWords } from '../../parts/role-in-words.ts';
import { paths } from '../../paths.ts';
import { timeZone } from '../../ui/format.ts';
import { ButtonLink } from '../../ui/link.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import { applicationQuery } from '../sign-in/application.ts';
import classes from '../sign-in/door.module.css';
import { Door } from '../sign-in/door.tsx';
import { NewAccount } from './new-account.tsx';
import { Refused } from './refused.tsx';
import { useInvitation } from './use-invitation.ts';
import { welcome } from './welcome.ts';

/** Where the link of an invitation leads: what it is about, and the one thing to do next. */
export function Claim() {
  const invitation = useInvitation();
  const application = useQuery(applicationQuery);
  const error = invitation.error ?? application.error;
  if (error)
    return (
      <Door title="Your invitation">
        <ErrorState error={error} retry={() => void (invitation.error ? invitation.refetch() : application.refetch())} />
      </Door>
    );
  if (!invitation.data || !application.data)
    return (
      <Door title="Your invitation">
        <Loading lines={4} />
      </Door>
    );
  const { data } = invitation;
  if (data.result === 'member') return <Gone to={data.organization?.slug ?? ''} />;
  if (data.result !== 'valid') return <Refused invitation={data} signIn={application.data.sign_in} />;
  return (
    <Door title={`Join ${data.organization?.name}`} text={<About invitation={data} />}>
      {data.signed_in_as ? <Answer invitation={data} /> : <ComeIn invitation={data} signIn={application.data} />}
    </Door>
  );
}

function About({ invitation: { inviter, email, expires_at, ...standing } }: { invitation: Invitation }) {
  const until = expires_at && new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone() });
  return (
    <>
      {inviter ? `${inviter} invites` : 'There is an invitation for'} <b>{email}</b> as{' '}
      {roleInWords({ roles: standing.roles, organizationRole: standing.organization_role ?? '' })}.
      {until && (
        <>
          {' '}
          The link is good until {until.format(new Date(expires_at))} ({timeZone()}).
        </>
      )}
    </>
  );
}

type SignIn = { sign_in: string; sign_in_at: string | null };

/** Whoever is not signed in: chooses a password, enters theirs, or goes to the provider. */
function ComeIn({ invitation, signIn: { sign_in, sign_in_at } }: { invitation: Invitation; signIn: SignIn }) {
  if (sign_in === 'redirect')
    return (
      <>
        <Button size="md" component="a" href={`${API}/sign-in/provider?next=%2Fclaim`} autoFocus>
          Continue at {sign_in_at ?? 'your provider'}
        </Button>
        <Decline />
      </>
    );
  if (sign_in !== 'password')
    return <Alert color="gray">Your browser brought no identity along. Open this page the way your company does.</Alert>;
  if (!invitation.has_account)
    return (
      <>
        <NewAccount organization={invitation.organization?.slug ?? ''} />
        <Decline />
      </>
    );
  return (
    <>
      <p className={classes.text}>This address has an account here. Sign in with it, and you join.</p>
      <ButtonLink at={paths.signIn('/claim')} size="md">
        Sign in and join
      </ButtonLink>
      <Decline />
    </>
  );
}

/** Whoever is signed in as the invited address. */
function Answer({ invitation }: { invitation: Invitation }) {
  const router = useRouter();
  const join = useMutation({
    mutationFn: () => answer(client.POST('/invitation/accept', { body: {} })),
    onSuccess: ({ organization }) => {
      startSession();
      welcome(invitation);
      // Who the person is has changed: everything is asked anew.
      router.options.context.queries.clear();
      router.history.replace(`/${organization.slug}`);
    },
  });
  return (
    <div className={classes.form}>
      <FormProblems error={join.error} fields={[]} />
      <Button size="md" loading={join.isPending} onClick={() => join.mutate()} autoFocus>
        Join as {roleInWords({ roles: invitation.roles, organizationRole: invitation.organization_role ?? '' })}
      </Button>
      <Decline />
    </div>
  );
}

function Decline() {
  const decline = useMutation({ mutationFn: () => answer(client.POST('/invitation/decline', { body: {} })) });
  if (decline.isSuccess)
    return (
      <Alert color="gray" role="status">
        You have declined. Whoever invited you is told; you can close this page.
      </Alert>
    );
  return (
    <>
      <FormProblems error={decline.error} fields={[]} />
      <Button size="md" variant="subtle" color="gray" loading={decline.isPending} onClick={() => decline.mutate()}>
        Decline
      </Button>
    </>
  );
}

/** They belong already. */
function Gone({ to }: { to: string }) {
  const router = useRouter();
  useEffect(() => router.history.replace(`/${to}`), [router, to]);
  return (
    <Door title="You belong already" text="You are taken there.">
      <Loading lines={2} />
    </Door>
  );
}
