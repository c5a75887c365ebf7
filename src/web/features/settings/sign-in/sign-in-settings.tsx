import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answer, client } from '../../../api/client.ts';
import type { SignInSetUp } from '../../../api/types.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { ProviderForm } from './provider-form.tsx';
import classes from './sign-in-settings.module.css';

const TODAY: Record<string, (at: string | null) => string> = {
  password: () => 'People sign in with a password.',
  redirect: (at) => `People sign in at ${at ?? 'an OpenID provider'}.`,
  request: () => 'A proxy in front, or a token, says who somebody is.',
  none: () => 'Nobody is asked who they are.',
};

/** How people get in, and the way to an OpenID provider: everything is looked at before anything is changed. */
export function SignInSettings() {
  const { data, error, refetch } = useQuery({ queryKey: ['sign-in-set-up'], queryFn: () => answer(client.GET('/sign-in/set-up')) });
  return (
    <Page title="Sign-in" sub={data && TODAY[data.sign_in]?.(data.sign_in_at)} narrow>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : data ? <SetUp setUp={data} /> : <Loading lines={8} />}
    </Page>
  );
}

function SetUp({ setUp }: { setUp: SignInSetUp }) {
  return (
    <div className={classes.panels}>
      <Alert variant="light" color="gray">
        Here you try an OpenID provider out. Nothing changes for anybody until you put the settings at the end into the environment or{' '}
        <code>.env</code> and start the server again.
      </Alert>
      <Panel title="1. Register this application at the provider">
        <dl className={classes.addresses}>
          <Address name="Redirect address" value={setUp.redirect_address} />
          <Address name="Address after signing out" value={setUp.signed_out_address} />
        </dl>
      </Panel>
      <ProviderForm />
    </div>
  );
}

function Address({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code> <CopyButton text={value} label={`Copy the ${name.toLowerCase()}`} />
      </dd>
    </>
  );
}
