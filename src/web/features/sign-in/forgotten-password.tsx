import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answer, client } from '../../api/client.ts';
import { paths } from '../../paths.ts';
import { ButtonLink, TextLink } from '../../ui/link.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import { applicationQuery } from './application.ts';
import classes from './door.module.css';
import { Door } from './door.tsx';

const FIELDS = ['email'] as const;
const TITLE = 'Forgotten your password?';
const NO_MAIL = 'No link can be sent from here. Ask an Owner of your organization, who can give you a new password.';
const ELSEWHERE = 'Passwords are not used here: you sign in elsewhere, and change what you sign in with there.';

/** Asks for a link to choose a new password, where one can be sent. */
export function ForgottenPassword() {
  const { data, error, refetch } = useQuery(applicationQuery);
  if (error)
    return (
      <Door title={TITLE}>
        <ErrorState error={error} retry={() => void refetch()} />
      </Door>
    );
  if (!data)
    return (
      <Door title={TITLE}>
        <Loading lines={3} />
      </Door>
    );
  if (data.can_reset_password) return <AskForLink />;
  return (
    <Door title={TITLE} text={data.sign_in === 'password' ? NO_MAIL : ELSEWHERE}>
      <ButtonLink at={paths.signIn()} variant="default">
        Back to signing in
      </ButtonLink>
    </Door>
  );
}

function AskForLink() {
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address.') },
  });
  const send = useMutation({
    mutationFn: (body: { email: string }) => answer(client.POST('/sign-in/forgotten', { body })),
    onError: (error) => showProblems(error, FIELDS, form),
  });
  if (send.isSuccess)
    return (
      <Door
        title="Look into your mail"
        text={`If somebody signs in here as ${send.variables.email}, a link is on its way there. It works once, within an hour.`}
      >
        <p className={classes.foot}>No mail after some minutes? Look where unwanted mail goes, then ask an Owner of your organization.</p>
        <ButtonLink at={paths.signIn()} variant="default">
          Back to signing in
        </ButtonLink>
      </Door>
    );
  return (
    <Door title={TITLE} text="You get a mail with a link to choose a new one.">
      <form className={classes.form} onSubmit={form.onSubmit(({ email }) => send.mutate({ email: email.trim() }))} noValidate>
        <FormProblems error={send.error} fields={FIELDS} />
        <TextInput label="E-mail address" type="email" autoComplete="username" required autoFocus {...form.getInputProps('email')} />
        <Button type="submit" loading={send.isPending} size="md">
          Send me a link
        </Button>
        <TextLink at={paths.signIn()}>Back to signing in</TextLink>
      </form>
    </Door>
  );
}
