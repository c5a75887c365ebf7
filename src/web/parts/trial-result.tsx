import { Alert } from '@mantine/core';
import { CircleAlert, CircleCheck } from 'lucide-react';
import classes from './trial-result.module.css';

/** What a test sign-in came to; nobody is signed in by it. */
export type TrialResult = { admitted: boolean; text: string; code?: string; claims: Record<string, string> };

/** The window of a test sign-in tells the page that opened it. */
export const TRIAL_CHANNEL = 'tocsin.trial';

/** @returns undefined for an address that holds no result */
export function trialResultIn(hash: string): TrialResult | undefined {
  try {
    const bytes = Uint8Array.from(atob(hash.slice(1).replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as TrialResult;
  } catch {
    return undefined;
  }
}

/** The decision, and everything the provider says of the person. */
export function TrialAnswer({ result: { admitted, text, code, claims } }: { result: TrialResult }) {
  const names = Object.keys(claims);
  return (
    <div className={classes.answer} aria-live="polite">
      <Alert
        variant="light"
        color={admitted ? 'verdigris' : 'vermilion'}
        icon={admitted ? <CircleCheck size={18} aria-hidden /> : <CircleAlert size={18} aria-hidden />}
        title={admitted ? 'This person would be let in' : `This person would stay out: ${code}`}
      >
        {text}
      </Alert>
      {names.length > 0 && (
        <dl className={classes.claims}>
          {names.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{claims[name]}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
