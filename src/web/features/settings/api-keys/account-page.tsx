import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  CreateApiKey,
  CreateServiceAccount,
  DeleteServiceAccount,
  OneServiceAccount,
  type OneServiceAccountQuery,
  UpdateServiceAccount,
} from '../../../api/documents.ts';
import { ApiError } from '../../../api/errors.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { KeyList } from '../../../parts/keys/key-list.tsx';
import { NewKey } from '../../../parts/keys/new-key.tsx';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { PlainLink, useGo } from '../../../ui/link.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import settings from '../settings.module.css';
import { AccountForm } from './account-form.tsx';

type Account = Extract<NonNullable<OneServiceAccountQuery['node']>, { id: string }>;

/** One service account with its keys, or the form for a new one. */
export function AccountPage({ id }: { id: string }) {
  const organization = useOrganization();
  const go = useGo();
  const up = paths.setting(organization, 'api-keys');
  useShortcut('u', 'Back to the service accounts', () => go(up));
  return (
    <>
      <PlainLink at={up} className={settings.trail}>
        <ChevronLeft size={15} aria-hidden /> API keys
      </PlainLink>
      {id === 'new' ? <NewAccount /> : <OldAccount id={id} />}
    </>
  );
}

function NewAccount() {
  const organization = useOrganization();
  const go = useGo();
  return (
    <Page title="New service account" sub="A member without a person, for a program.">
      <div className={settings.columns}>
        <AccountForm
          label="Create service account"
          send={async (values) => {
            const { createServiceAccount } = await ask(organization, CreateServiceAccount, { input: { organization, ...values } });
            go(paths.settingItem(organization, 'api-keys', createServiceAccount.serviceAccount?.id ?? ''), { ignoreBlocker: true });
          }}
        />
      </div>
    </Page>
  );
}

function OldAccount({ id }: { id: string }) {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'api-key', id),
    queryFn: async () => {
      const { node } = await ask(organization, OneServiceAccount, { id });
      if (!node || !('keys' in node)) throw new ApiError(404, []);
      return node as Account;
    },
  });
  if (!data)
    return (
      <Page title={error ? 'Not found' : 'Loading'}>
        {error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
      </Page>
    );
  const { name, scopes, keys: all } = data;
  return (
    <Page title={name} sub={`Service account, ${roleInWords(data)}`} actions={<Deletion account={data} />}>
      <div className={settings.columns}>
        <Panel
          title="Keys"
          actions={
            <NewKey
              label="New key"
              scopes={scopes}
              create={async (terms) =>
                (await ask(organization, CreateApiKey, { input: { organization, serviceAccountId: id, ...terms } })).createApiKey.secret
              }
            />
          }
        >
          {all.length ? <KeyList keys={all} label={`Keys of ${name}`} /> : <p>It has no key yet, and can do nothing.</p>}
        </Panel>
        <AccountForm
          key={JSON.stringify([name, roleInWords(data)])}
          account={data}
          label="Save"
          send={(values) => ask(organization, UpdateServiceAccount, { input: { organization, serviceAccountId: id, ...values } })}
        />
      </div>
    </Page>
  );
}

function Deletion({ account: { id, name } }: { account: Account }) {
  const organization = useOrganization();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const remove = useSave({
    send: () => ask(organization, DeleteServiceAccount, { input: { organization, serviceAccountId: id } }),
    refresh: [keys.list(organization, 'api-key', '').slice(0, -1)],
    done: `${name} is gone, and its keys open nothing.`,
    onDone: () => go(paths.setting(organization, 'api-keys'), { replace: true, ignoreBlocker: true }),
  });
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete ${name}?`}
        confirm="Delete service account"
        danger
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        Whatever uses its keys is turned away at once. What it did stays, under its name.
      </ConfirmDialog>
    </>
  );
}
