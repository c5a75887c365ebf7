import { Badge, Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { hasPasskeys } from '../../api/passkeys.ts';
import type { NewPasskey, Passkey, SecondFactor } from '../../api/types.ts';
import { ProofForm, type Way } from '../../parts/proof-form.tsx';
import { secondFactorQuery } from '../../parts/second-factor.ts';
import { Panel } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { When } from '../../ui/time.tsx';
import classes from './profile.module.css';
import { ConfirmApplication } from './second-factor-application.tsx';
import { RecoveryCodes } from './second-factor-codes.tsx';
import { MakePasskey, RenamePasskey } from './second-factor-passkey.tsx';

/** What is open over the page: one thing at a time, each leading to the next. */
type Step =
  | { at: 'begin-totp' | 'remove-totp' | 'renew-codes' | 'begin-passkey' }
  | { at: 'make-passkey'; options: NewPasskey }
  | { at: 'rename-passkey' | 'remove-passkey'; passkey: Passkey }
  | { at: 'confirm-totp'; secret: string; uri: string }
  | { at: 'codes'; codes: string[] };

const TITLES: Record<Step['at'], string> = {
  'begin-totp': 'Set up an authenticator application',
  'confirm-totp': 'Set up an authenticator application',
  'remove-totp': 'Remove the authenticator application?',
  'begin-passkey': 'Add a passkey',
  'make-passkey': 'Add a passkey',
  'rename-passkey': 'Rename the passkey',
  'remove-passkey': 'Remove the passkey?',
  'renew-codes': 'Make new recovery codes?',
  codes: 'Your recovery codes',
};

/** What this person has beside their password. */
export function SecondFactorPanel() {
  const factor = useQuery(secondFactorQuery);
  const [step, setStep] = useState<Step>();
  return (
    <Panel title="Second factor">
      <div className={classes.fields}>
        <p className={classes.hint}>With a second factor, your password alone opens nothing to whoever learns it.</p>
        {factor.isPending && <Loading lines={2} />}
        {factor.error && <ErrorState error={factor.error} retry={() => void factor.refetch()} />}
        {factor.data && <Factors factor={factor.data} open={setStep} />}
      </div>
      <Modal
        opened={step !== undefined}
        onClose={() => setStep(undefined)}
        title={step && TITLES[step.at]}
        size="md"
        // Codes that are shown once are not lost by a click beside them.
        closeOnClickOutside={step?.at !== 'codes'}
      >
        {step && <Open key={step.at} step={step} ways={factor.data?.totp ? ['password', 'digits'] : ['password']} go={setStep} />}
      </Modal>
    </Panel>
  );
}

function Factors({ factor: { totp, passkeys, recovery_codes_left }, open }: { factor: SecondFactor; open: (step: Step) => void }) {
  return (
    <>
      <Factor
        name="Authenticator application"
        state={
          totp ? (
            <>
              Since <When at={totp.created_at} />, <Used at={totp.used_at} />
            </>
          ) : (
            'An application on your phone shows a code that is asked for after the password.'
          )
        }
        isOn={totp !== null}
      >
        <Button size="xs" variant="default" onClick={() => open({ at: 'begin-totp' })}>
          {totp ? 'Replace' : 'Set up'}
        </Button>
        {totp && (
          <Button size="xs" variant="default" onClick={() => open({ at: 'remove-totp' })} aria-label="Remove the authenticator application">
            Remove
          </Button>
        )}
      </Factor>
      <Factor
        name="Passkeys"
        isOn={passkeys.length > 0}
        state={
          hasPasskeys()
            ? 'This device, your phone or a security key knows you by fingerprint, face or PIN. It signs you in even without the password.'
            : 'This browser, or this address, cannot use passkeys.'
        }
      >
        <Button size="xs" variant="default" disabled={!hasPasskeys()} onClick={() => open({ at: 'begin-passkey' })}>
          Add
        </Button>
      </Factor>
      {passkeys.length > 0 && (
        <ul className={classes.passkeys} aria-label="Passkeys">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} open={open} />
          ))}
        </ul>
      )}
      {(totp || passkeys.length > 0) && (
        <Factor
          name="Recovery codes"
          state={
            recovery_codes_left
              ? `${recovery_codes_left} left. Each signs you in once.`
              : 'None are left. Make new ones before you need them.'
          }
        >
          <Button size="xs" variant="default" onClick={() => open({ at: 'renew-codes' })}>
            New codes
          </Button>
        </Factor>
      )}
    </>
  );
}

const Used = ({ at }: { at: string | null }) =>
  at ? (
    <>
      used <When at={at} />
    </>
  ) : (
    'not used yet'
  );

function PasskeyRow({ passkey, open }: { passkey: Passkey; open: (step: Step) => void }) {
  return (
    <li className={classes.factor}>
      <div className={classes.setting}>
        <span>{passkey.name}</span>
        <span className={classes.hint}>
          Added <When at={passkey.created_at} />, <Used at={passkey.used_at} />
        </span>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button size="xs" variant="default" aria-label={`Rename ${passkey.name}`} onClick={() => open({ at: 'rename-passkey', passkey })}>
          Rename
        </Button>
        <Button size="xs" variant="default" aria-label={`Remove ${passkey.name}`} onClick={() => open({ at: 'remove-passkey', passkey })}>
          Remove
        </Button>
      </Group>
    </li>
  );
}

function Factor({ name, state, isOn, children }: { name: string; state: ReactNode; isOn?: boolean; children: ReactNode }) {
  return (
    <div className={classes.factor}>
      <div className={classes.setting}>
        <span className={classes.label}>
          {name}{' '}
          {isOn && (
            <Badge variant="light" color="verdigris" size="sm">
              On
            </Badge>
          )}
        </span>
        <span className={classes.hint}>{state}</span>
      </div>
      <Group gap="xs" wrap="nowrap">
        {children}
      </Group>
    </div>
  );
}

type OpenProps = { step: Step; ways: Way[]; go: (step: Step | undefined) => void };

function Open({ step, ways, go }: OpenProps) {
  const queries = useQueryClient();
  const done = (message: string, codes: string[] = []) => {
    void queries.invalidateQueries({ queryKey: keys.secondFactor });
    go(codes.length ? { at: 'codes', codes } : undefined);
    notifications.show({ message, color: 'verdigris', autoClose: 4000 });
  };
  const cancel = () => go(undefined);
  switch (step.at) {
    case 'begin-totp':
      return (
        <ProofForm
          confirm="Continue"
          ways={ways}
          send={(body) => answer(client.POST('/my-account/second-factor/totp', { body }))}
          onDone={(made) => go({ at: 'confirm-totp', ...made })}
          onCancel={cancel}
        >
          You need an authenticator application on your phone, or a password manager that shows codes. First, show that it is you.
        </ProofForm>
      );
    case 'confirm-totp':
      return <ConfirmApplication {...step} onCancel={cancel} onDone={(codes) => done('From now on a code is asked for.', codes)} />;
    case 'remove-totp':
      return (
        <ProofForm
          danger
          confirm="Remove"
          ways={ways}
          send={(body) => answer(client.POST('/my-account/second-factor/totp/remove', { body }))}
          onDone={() => done('The authenticator application is removed.')}
          onCancel={cancel}
        >
          Its codes count no more. Without another second factor, your password alone signs you in.
        </ProofForm>
      );
    case 'renew-codes':
      return (
        <ProofForm
          confirm="Make new codes"
          ways={ways}
          send={(body) => answer(client.POST('/my-account/second-factor/recovery-codes', { body }))}
          onDone={({ recovery_codes }) => done('The former codes count no more.', recovery_codes)}
          onCancel={cancel}
        >
          The codes you have kept so far stop counting.
        </ProofForm>
      );
    case 'begin-passkey':
      return (
        <ProofForm
          confirm="Continue"
          ways={ways}
          send={(body) => answer(client.POST('/my-account/second-factor/passkeys/begin', { body }))}
          onDone={({ options }) => go({ at: 'make-passkey', options })}
          onCancel={cancel}
        >
          First, show that it is you.
        </ProofForm>
      );
    case 'make-passkey':
      return <MakePasskey options={step.options} onCancel={cancel} onDone={(codes) => done('The passkey is added.', codes)} />;
    case 'rename-passkey':
      return <RenamePasskey passkey={step.passkey} onCancel={cancel} onDone={() => done('The passkey is renamed.')} />;
    case 'remove-passkey':
      return (
        <ProofForm
          danger
          confirm="Remove"
          ways={ways}
          send={(body) =>
            answer(
              client.POST('/my-account/second-factor/passkeys/{passkey_id}/remove', {
                params: { path: { passkey_id: step.passkey.id } },
                body,
              }),
            )
          }
          onDone={() => done('The passkey is removed.')}
          onCancel={cancel}
        >
          {step.passkey.name} signs nobody in any more. Remove it on the device as well.
        </ProofForm>
      );
    case 'codes':
      return <RecoveryCodes codes={step.codes} onDone={cancel} />;
  }
}
