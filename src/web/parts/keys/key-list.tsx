import { Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { type KeyLineFragment, RevokePersonalToken, RotateApiKey } from '../../api/documents.ts';
import { ask } from '../../api/graphql.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import { useOrganization } from '../account.ts';
import { KeyOnce } from './key-once.tsx';
import classes from './keys.module.css';

/** Keys with what they may do and when they were used; those that count can be renewed and ended. */
export function KeyList({ keys: all, label }: { keys: KeyLineFragment[]; label: string }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {all.map((one) => (
        <KeyLine key={one.id} line={one} />
      ))}
    </ul>
  );
}

type Asking = 'rotate' | 'revoke' | undefined;

function KeyLine({ line }: { line: KeyLineFragment }) {
  const { id, name, prefix, state, scopes, networks, documents, expiresAt, revokedAt, lastUse } = line;
  const organization = useOrganization();
  const [asking, setAsking] = useState<Asking>();
  const refresh = [keys.kind(organization, 'api-key')];
  const input = { organization, apiKeyId: id };
  const rotate = useSave({ send: () => ask(organization, RotateApiKey, { input }), refresh });
  const revoke = useSave({
    send: () => ask(organization, RevokePersonalToken, { input }),
    refresh,
    done: `${name} opens nothing any more.`,
  });
  const close = () => setAsking(undefined);
  const secret = rotate.data?.rotateApiKey.secret;
  return (
    <li className={classes.line}>
      <div className={classes.about}>
        <span className={classes.name}>
          {name} <span className={classes.prefix}>{prefix}…</span>
        </span>
        <span className={classes.hint}>{scopes.join(' ')}</span>
        {networks.length > 0 && <span className={classes.hint}>only from {networks.join(', ')}</span>}
        {documents.length > 0 && <span className={classes.hint}>runs {documents.length} GraphQL documents and nothing else</span>}
        <span className={classes.hint}>
          {state === 'EXPIRED' ? 'ran out' : 'good until'} <When at={revokedAt ?? expiresAt} /> ·{' '}
          {lastUse ? (
            <>
              used <When at={lastUse.at} /> from {lastUse.network}
            </>
          ) : (
            'never used'
          )}
        </span>
      </div>
      {state === 'ACTIVE' ? (
        <Group gap="xs">
          {!revokedAt && (
            <Button size="xs" variant="default" aria-label={`Renew ${name}`} onClick={() => setAsking('rotate')}>
              Renew
            </Button>
          )}
          <Button size="xs" variant="default" aria-label={`Revoke ${name}`} onClick={() => setAsking('revoke')}>
            Revoke
          </Button>
        </Group>
      ) : (
        <Badge color="gray">{state === 'EXPIRED' ? 'Run out' : 'Revoked'}</Badge>
      )}
      <ConfirmDialog
        opened={asking === 'rotate'}
        title={`Renew ${name}?`}
        confirm="Renew"
        busy={rotate.isPending}
        onClose={close}
        onConfirm={() => rotate.mutate(undefined, { onSettled: close })}
      >
        A key like it is made and shown once. This one goes on for a day, so that nothing stands still while you exchange it.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'revoke'}
        title={`Revoke ${name}?`}
        confirm="Revoke"
        danger
        busy={revoke.isPending}
        onClose={close}
        onConfirm={() => revoke.mutate(undefined, { onSettled: close })}
      >
        Whatever uses it is turned away from now on.
      </ConfirmDialog>
      {secret && <KeyOnce secret={secret} close={rotate.reset} />}
    </li>
  );
}
