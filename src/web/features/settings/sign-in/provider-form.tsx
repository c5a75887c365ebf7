import { Button, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import type { SignInTrial } from '../../../api/types.ts';
import { TRIAL_CHANNEL, type TrialResult } from '../../../parts/trial-result.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Panel } from '../../../ui/page.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { FormProblems, showProblems, useSave } from '../../../ui/use-save.tsx';
import { Checks } from './checks.tsx';
import { PROVIDERS } from './providers.ts';
import classes from './sign-in-settings.module.css';
import { TrialPanel } from './trial-panel.tsx';

const FIELDS = ['issuer', 'client_id', 'client_secret', 'email_claim', 'email_trust', 'scopes'] as const;
const EMPTY: Required<SignInTrial> = {
  issuer: '',
  client_id: '',
  client_secret: '',
  email_claim: '',
  email_trust: 'verified',
  scopes: 'openid profile email',
};

/** What is known of the provider, what is found out about it, and what to configure in the end. */
export function ProviderForm() {
  const [kind, setKind] = useState<string>('other');
  const [result, setResult] = useState<TrialResult>();
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      issuer: (value) => (value.trim() ? null : 'Paste the issuer, or its discovery address.'),
      client_id: (value) => (value.trim() ? null : 'Paste the client id.'),
    },
  });
  const onError = (error: unknown) => showProblems(error, FIELDS, form);
  const examine = useSave({ send: (body: SignInTrial) => answer(client.POST('/sign-in/set-up/examine', { body })), quiet: true });
  const trial = useSave({ send: (body: SignInTrial) => answer(client.POST('/sign-in/set-up/trial', { body })), quiet: true });
  useEffect(() => {
    const channel = new BroadcastChannel(TRIAL_CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<TrialResult>) => setResult(data);
    return () => channel.close();
  }, []);
  const check = (values: SignInTrial) => void examine.mutateAsync(values).catch(onError);
  /** The window opens at once: browsers let nobody open one later. */
  const tryOut = (values: SignInTrial) => {
    const window = open('about:blank', 'tocsin-trial', 'popup,width=520,height=720');
    setResult(undefined);
    trial.mutateAsync(values).then(
      ({ location }) => window?.location.replace(location),
      (error: unknown) => {
        window?.close();
        onError(error);
      },
    );
  };
  const hint = PROVIDERS.find(({ value }) => value === kind);
  const isGood = examine.data?.checks.every(({ result: found }) => found !== 'wrong') ?? false;
  return (
    <>
      <Panel title="2. Say which provider it is">
        <form className={classes.fields} onSubmit={form.onSubmit(check)} noValidate>
          <FormProblems error={examine.error ?? trial.error} fields={FIELDS} />
          <Select
            label="Provider"
            data={PROVIDERS.map(({ value, label }) => ({ value, label }))}
            value={kind}
            onChange={(value) => value && setKind(value)}
            allowDeselect={false}
          />
          {hint && <p className={classes.hint}>{hint.where}</p>}
          <TextInput
            label="Issuer"
            description="As you find it: any slash at the end, or the whole discovery address."
            placeholder={hint?.issuer}
            required
            {...form.getInputProps('issuer')}
          />
          <TextInput label="Client id" required autoComplete="off" {...form.getInputProps('client_id')} />
          <PasswordField
            label="Client secret"
            description="Only where the provider gave you one; it is not kept."
            autoComplete="off"
            {...form.getInputProps('client_secret')}
          />
          <details className={classes.more}>
            <summary>Rarely needed</summary>
            <div className={classes.fields}>
              <TextInput label="Claim with the e-mail address" placeholder="email" {...form.getInputProps('email_claim')} />
              <Select
                label="Verified addresses"
                data={[
                  { value: 'verified', label: 'The provider says that an address is verified' },
                  { value: 'issuer', label: 'It says nothing; nobody can choose an address there' },
                ]}
                allowDeselect={false}
                {...form.getInputProps('email_trust')}
              />
              <TextInput label="Scopes" {...form.getInputProps('scopes')} />
            </div>
          </details>
          <Group>
            <Button type="submit" loading={examine.isPending}>
              Check
            </Button>
            <Button variant="default" loading={trial.isPending} onClick={() => form.onSubmit(tryOut)()}>
              Test sign-in
            </Button>
          </Group>
        </form>
      </Panel>
      {examine.data && (
        <Panel title="What was found">
          <Checks checks={examine.data.checks} />
        </Panel>
      )}
      {result && <TrialPanel result={result} />}
      {examine.data && isGood && (
        <Panel title="3. Configure it" actions={<CopyButton text={examine.data.settings.join('\n')} label="Copy the settings" />}>
          <p className={classes.hint}>
            Put these lines into the environment or <code>.env</code> and start the server again.
          </p>
          <pre className={classes.settings}>{examine.data.settings.join('\n')}</pre>
        </Panel>
      )}
    </>
  );
}
