import { Button } from '@mantine/core';
import classes from './door.module.css';
import { Door } from './door.tsx';

const NOBODY =
  'This installation signs people in elsewhere, and your browser brought no identity along. Open it the way your company does.';

/** What helps whoever stands before the door; the rest is for the administrator, who finds the values in the log. */
const WORDS: Record<string, string> = {
  not_invited: 'You need an invitation. Ask an administrator of your organization for one.',
  account_suspended: 'Your account is suspended. Ask an administrator of your organization.',
  email_not_verified: 'Your e-mail address is not verified where you sign in. Verify it there, then try again.',
  expired: 'Your sign-in has expired. Sign in again, then try once more.',
  access_denied: 'You did not finish signing in, or you may not use this application there.',
  wrong_state: 'This sign-in was begun in another browser, or too long ago. Begin again.',
  provider_unavailable: 'The service that signs people in does not answer. Try again in a minute.',
  not_yet_valid: 'The clocks of this installation and of your sign-in differ. Tell an administrator.',
};

type What = { code?: string | undefined; requestId?: string | undefined; retry: () => void };

/** Signing in happens elsewhere, and what came from there is not accepted: said once, and tried again only when asked. */
export function Refused({ code, requestId, retry }: What) {
  const text = code ? (WORDS[code] ?? 'What your sign-in brought along is not accepted here. Tell an administrator.') : NOBODY;
  const facts = [code, requestId && `request ${requestId}`].filter(Boolean);
  return (
    <Door title="You are not signed in" text={text}>
      <Button size="md" onClick={retry}>
        Try again
      </Button>
      {facts.length > 0 && <p className={classes.foot}>For your administrator: {facts.join(', ')}.</p>}
    </Door>
  );
}
