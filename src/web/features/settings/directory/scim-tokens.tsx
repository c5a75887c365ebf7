import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { CreateScimToken, type DirectoryQuery, RevokeScimToken } from '../../../api/documents.ts';
import { problemsByField } from '../../../api/errors.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { KeyOnce } from '../../../parts/keys/key-once.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Panel } from '../../../ui/page.tsx';
import { When } from '../../../ui/time.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';

type Token = NonNullable<DirectoryQuery['organization']>['scimTokens'][number];

const MOST = 2;

/** What the directory shows when it comes; two at most, so that one can be exchanged. */
export function ScimTokens({ tokens }: { tokens: Token[] }) {
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <Panel
      title="Tokens"
      actions={
        tokens.length < MOST && (
          <Button variant="default" onClick={() => setMaking(true)}>
            New token
          </Button>
        )
      }
    >
      {tokens.length ? (
        <ul className={classes.list} aria-label="Tokens of directories">
          {tokens.map((token) => (
            <TokenLine key={token.id} token={token} />
          ))}
        </ul>
      ) : (
        <p className={classes.cardText}>No directory is connected. Make a token and enter it there, with the address above.</p>
      )}
      {isMaking && (
        <NewToken
          close={() => setMaking(false)}
          onDone={(text) => {
            setMaking(false);
            setSecret(text ?? undefined);
          }}
        />
      )}
      {secret && <KeyOnce secret={secret} close={() => setSecret(undefined)} />}
    </Panel>
  );
}

function TokenLine({ token: { id, name, createdAt, lastUsedAt } }: { token: Token }) {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const revoke = useSave({
    send: () => ask(organization, RevokeScimToken, { input: { organization, scimTokenId: id } }),
    refresh: [keys.kind(organization, 'directory')],
    done: `${name} opens nothing any more.`,
  });
  return (
    <li className={classes.line}>
      <span className={classes.person}>
        <b>{name}</b>
        <span className={classes.address}>
          made <When at={createdAt} /> · used <When at={lastUsedAt} none="never" />
        </span>
      </span>
      <Button size="xs" variant="default" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Revoke ${name}?`}
        confirm="Revoke"
        danger
        busy={revoke.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        A directory that uses it changes nothing here any more. Members stay as they are.
      </ConfirmDialog>
    </li>
  );
}

function NewToken({ close, onDone }: { close: () => void; onDone: (secret: string | null) => void }) {
  const organization = useOrganization();
  const [name, setName] = useState('');
  const save = useSave({
    send: () => ask(organization, CreateScimToken, { input: { organization, name } }),
    refresh: [keys.kind(organization, 'directory')],
    onDone: ({ createScimToken }) => onDone(createScimToken.token),
    quiet: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={close} title="New token" size="md">
      <form className={classes.stack} onSubmit={submit} noValidate>
        <FormProblems error={save.error} fields={['name']} />
        <TextInput
          label="Name"
          description="Of the directory that uses it"
          required
          data-autofocus
          value={name}
          error={problemsByField(save.error, ['name']).fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
            Make the token
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
