import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { API, answer, client } from '../../api/client.ts';
import type { Invitation } from '../../api/types.ts';
import { paths } from '../../paths.ts';
import { ButtonLink } from '../../ui/link.tsx';
import { When } from '../../ui/time.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import classes from '../sign-in/door.module.css';
import { Door } from '../sign-in/door.tsx';

type Props = { invitation: Invitation; signIn: string };
type Words = { title: string; text: (invitation: Invitation) => ReactNode; next?: (props: Props) => ReactNode };

const inviter = (invitation: Invitation) => invitation.inviter ?? 'whoever invited you';

/** What each way a link can fail means for the person, and what they can do about it. */
const WORDS: Record<Exclude<Invitation['result'], 'valid' | 'member'>, Words> = {
  invite_invalid: {
    title: 'This link does not work',
    text: () => 'It is not complete, or not one of ours. Open it from the e-mail again: some programs break long links in two.',
  },
  invite_expired: {
    title: 'This link has run out',
    text: (one) => `Ask ${inviter(one)} for a new one; it comes by e-mail.`,
    next: () => <AskAgain />,
  },
  invite_superseded: {
    title: 'There is a newer link',
    text: (one) => (
      <>
        A newer one was sent <When at={one.superseded_at} />. Look for it in your mail.
      </>
    ),
    next: () => <AskAgain />,
  },
  invite_used: {
    title: 'This invitation was accepted already',
    text: () => 'There is nothing left to do but to sign in.',
    next: () => (
      <ButtonLink at={paths.signIn()} size="md">
        Sign in
      </ButtonLink>
    ),
  },
  invite_revoked: { title: 'This invitation is no longer valid', text: (one) => `Ask ${inviter(one)} if you expected it to be.` },
  invite_declined: {
    title: 'This invitation was declined',
    text: (one) => `It is no longer valid. If that was not you, or you have changed your mind, tell ${inviter(one)}.`,
  },
  invite_wrong_email: {
    title: 'This invitation is for somebody else',
    text: ({ email, signed_in_as }) =>
      signed_in_as ? (
        <>
          It is for <b>{email}</b>; you are signed in as <b>{signed_in_as}</b>. The link stays good.
        </>
      ) : (
        <>
          It is for <b>{email}</b>, and you signed in as somebody else. The link stays good.
        </>
      ),
    next: (props) => <AnotherAccount {...props} />,
  },
  email_not_verified: {
    title: 'Your address is not verified yet',
    text: () =>
      'The service that signs you in has not checked your e-mail address. Verify it there, then open the link again; it stays good.',
    next: (props) => <AnotherAccount {...props} />,
  },
  invite_organization_unavailable: { title: 'This organization is closed', text: (one) => `Ask ${inviter(one)} when it opens again.` },
  seat_limit_reached: {
    title: 'No seat is left',
    text: () => 'The administrators were told. Your link stays good: open it again when they have made room.',
  },
  account_suspended: { title: 'Your account is suspended', text: () => 'An administrator of the organization can let you in again.' },
  rate_limited: { title: 'Too many attempts', text: () => 'This link rests for an hour. It stays good.' },
  login_state_missing: {
    title: 'Open the link again',
    text: () => 'This browser has lost the invitation. Open the link from your e-mail once more.',
  },
};

/** A link that makes nobody a member: why, and what to do. */
export function Refused(props: Props) {
  const { title, text, next } = WORDS[props.invitation.result as keyof typeof WORDS] ?? WORDS.invite_invalid;
  return (
    <Door title={title} text={text(props.invitation)}>
      {next?.(props)}
    </Door>
  );
}

function AskAgain() {
  const ask = useMutation({ mutationFn: () => answer(client.POST('/invitation/ask-again', { body: {} })) });
  if (ask.isSuccess)
    return (
      <Alert color="gray" role="status">
        They were told. The new link comes by e-mail.
      </Alert>
    );
  return (
    <>
      <FormProblems error={ask.error} fields={[]} />
      <Button size="md" loading={ask.isPending} onClick={() => ask.mutate()}>
        Ask for a new link
      </Button>
    </>
  );
}

/** Signs out, and comes back to the same invitation as somebody else. */
function AnotherAccount({ signIn, invitation }: Props) {
  const canChange = signIn === 'password' || signIn === 'redirect';
  const leave = useMutation({
    mutationFn: () => answer(client.POST('/sign-in/out')),
    // Everything begins anew, as somebody who is not known yet; the other tabs find out by themselves.
    onSuccess: () => location.assign(signIn === 'redirect' ? ANOTHER_AT_PROVIDER : '/claim'),
  });
  if (!canChange) return <p className={classes.foot}>Who you are is decided outside of Tocsin: open the link as the right person there.</p>;
  if (signIn === 'redirect' && !invitation.signed_in_as)
    return (
      <Button size="md" component="a" href={ANOTHER_AT_PROVIDER}>
        Use another account
      </Button>
    );
  return (
    <>
      <FormProblems error={leave.error} fields={[]} />
      <Button size="md" loading={leave.isPending} onClick={() => leave.mutate()}>
        Use another account
      </Button>
    </>
  );
}

const ANOTHER_AT_PROVIDER = `${API}/sign-in/provider?other=true&next=%2Fclaim`;
