import { Button, Text } from '@mantine/core';
import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ApiError, messageOf } from '../../api/errors.ts';
import { askForPasskey, hasPasskeys, signInByPasskey } from '../../api/passkeys.ts';
import type { Joined } from '../../api/types.ts';
import classes from './door.module.css';

/** A challenge lives for five minutes; a page of the sign-in may stay open for a night. */
const OFFER_EVERY_MS = 4 * 60_000;

type Props = {
  how: 'alone' | 'second';
  onDone: (came?: Joined) => void;
  /** the password was given too long ago */
  onTooLate?: (why: string) => void;
};

/** Signs in with a passkey: by itself, or after the password. */
export function PasskeyButton({ how, onDone, onTooLate }: Props) {
  const send = useMutation({
    mutationFn: async () => {
      const options = await askForPasskey(how).catch((error) => {
        if (error instanceof ApiError && error.status === 400) onTooLate?.(error.message);
        throw error;
      });
      return signInByPasskey(options);
    },
    onSuccess: onDone,
  });
  useOffer(how === 'alone', onDone);
  if (!hasPasskeys()) return null;
  return (
    <div className={classes.form}>
      <Button
        size="md"
        variant={how === 'second' ? 'filled' : 'default'}
        leftSection={<KeyRound size={17} aria-hidden />}
        loading={send.isPending}
        autoFocus={how === 'second'}
        onClick={() => send.mutate()}
      >
        Use a passkey
      </Button>
      {send.error && (
        <Text role="alert" size="sm" c="var(--mantine-color-vermilion-text)">
          {messageOf(send.error)}
        </Text>
      )}
    </div>
  );
}

/** Has the browser name passkeys where it names the addresses that it knows. Nothing is said when it cannot: there is the button. */
function useOffer(isOn: boolean, onDone: (came: Joined) => void) {
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    if (!isOn) return;
    let isHere = true;
    const offer = async () => {
      if (!isHere || !(await browserSupportsWebAuthnAutofill())) return;
      const came = await askForPasskey('alone')
        .then((options) => signInByPasskey(options, true))
        .catch(() => undefined);
      if (came && isHere) done.current(came);
    };
    void offer();
    const timer = setInterval(() => void offer(), OFFER_EVERY_MS);
    return () => {
      isHere = false;
      clearInterval(timer);
      WebAuthnAbortService.cancelCeremony();
    };
  }, [isOn]);
}
