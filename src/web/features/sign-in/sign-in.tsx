import { Alert, Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { onSession, startSession } from '../../api/session.ts';
import type { FactorKind, Joined } from '../../api/types.ts';
import { paths } from '../../paths.ts';
import { TextLink } from '../../ui/link.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import { applicationQuery } from './application.ts';
import classes from './door.module.css';
import { Door } from './door.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import { ProviderDoor } from './provider-door.tsx';
import { Refused } from './refused.tsx';
import { SecondStep } from './second-step.tsx';

/** Only a path of this application: an address from outside must not decide where a signed-in person lands. */
export const safeNext = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

type Came = { next?: string; out?: string; refused?: string; request?: string };

const CHANGED = 'Your new password works from now on. Sign in with it.';

export function SignIn() {
  const came = useSearch({ strict: false }) as Came;
  const target = safeNext(came.next);
  const application = useQuery(applicationQuery);
  const [hasAccount, setHasAccount] = useState(false);
  if (application.error)
    return (
      <Door title="Sign in">
        <ErrorState error={application.error} retry={() => void application.refetch()} />
      </Door>
    );
  if (!application.data)
    return (
      <Door title="Sign in">
        <Loading lines={3} />
      </Door>
    );
  const { sign_in: signIn, sign_in_at: at, needs_owner: needsOwner } = application.data;
  if (signIn === 'redirect') return <ProviderDoor at={at ?? 'your provider'} came={{ ...came, next: target }} />;
  if (signIn !== 'password') return <Refused retry={() => location.assign(target)} />;
  if (needsOwner && !hasAccount) {
    return (
      <Door
        title="Nobody owns this installation yet"
        text="The server printed a one-time link when it started. Open it to become the owner."
      >
        <Alert variant="light" color="gray">
          The link ends in <code>/setup#</code> and a secret. A restart of the server prints a new one.
        </Alert>
        <Button variant="default" onClick={() => setHasAccount(true)}>
          I have an account
        </Button>
      </Door>
    );
  }
  return <PasswordForm target={target} came={came} canReset={application.data.can_reset_password} />;
}

function PasswordForm({ target, came: { next, out }, canReset }: { target: string; came: Came; canReset: boolean }) {
  const router = useRouter();
  // Comes along from the page on which a new password was chosen.
  const { newPasswordOf = '' } = useLocation().state as { newPasswordOf?: string };
  const form = useForm({ initialValues: { email: newPasswordOf, password: '' } });
  const [factors, setFactors] = useState<FactorKind[]>();
  const enter = ({ joined, notice }: Joined = {}) => {
    startSession();
    if (joined) notifications.show({ message: `You belong to ${joined.name} now.`, color: 'verdigris', autoClose: 10_000 });
    // An invitation that came along and led nowhere: its page says why.
    router.history.replace(joined ? `/${joined.slug}` : notice ? '/claim' : target);
  };
  const send = useMutation({
    mutationFn: (body: { email: string; password: string }) => answer(client.POST('/sign-in/password', { body })),
    onSuccess: ({ second_factor, ...came }) => (second_factor.length ? setFactors(second_factor) : enter(came)),
    onError: (error) => {
      form.setFieldValue('password', '');
      if (error instanceof ApiError && error.status === 422) form.setErrors({ password: error.problems[0]?.msg ?? error.message });
      form.getInputNode('password')?.focus();
    },
  });
  // Somebody signs in in another tab: this one goes on as well.
  useEffect(() => onSession((event) => event === 'begun' && router.history.replace(target)), [router, target]);
  const unknown = send.error instanceof ApiError && send.error.status === 422 ? undefined : send.error;
  if (factors) {
    const startAgain = (why?: string) => {
      setFactors(undefined);
      form.setFieldValue('password', '');
      if (why) form.setErrors({ password: why });
    };
    return <SecondStep factors={factors} email={form.values.email} onDone={enter} onBack={startAgain} />;
  }
  return (
    <Door title="Sign in" text={newPasswordOf ? CHANGED : next ? 'Then you continue where you were.' : out && 'You are signed out.'}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
        <FormProblems error={unknown} fields={[]} />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username webauthn"
          required
          autoFocus={!newPasswordOf}
          {...form.getInputProps('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          required
          autoFocus={!!newPasswordOf}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={send.isPending} size="md">
          Sign in
        </Button>
        {canReset ? (
          <TextLink at={paths.forgottenPassword()}>Forgotten your password?</TextLink>
        ) : (
          <p className={classes.foot}>Forgotten your password? An Owner of your organization can give you a new one.</p>
        )}
      </form>
      <PasskeyButton how="alone" onDone={enter} />
    </Door>
  );
}
