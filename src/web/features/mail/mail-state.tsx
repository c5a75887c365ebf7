import { Archive, Check, CircleAlert, Clock, type LucideIcon, RotateCw } from 'lucide-react';
import type { Mail } from '../../api/types.ts';
import classes from './mail.module.css';

/** What can be the case with a mail, and what it means. */
export const STATES: Record<string, { label: string; means: string; icon: LucideIcon }> = {
  queued: { label: 'Waiting', means: 'It is sent as soon as its turn comes.', icon: Clock },
  sent: { label: 'Sent', means: 'The mail server took it.', icon: Check },
  kept: { label: 'Kept', means: 'No mail server is set up, so it is only kept here.', icon: Archive },
  failed: { label: 'Failed', means: 'It was tried many times and is given up.', icon: CircleAlert },
};

/** The state in a word, told apart by shape as well as colour; a mail that waits after an error says so. */
export function MailState({ mail }: { mail: Pick<Mail, 'status' | 'last_error'> }) {
  const isRetrying = mail.status === 'queued' && Boolean(mail.last_error);
  const state = STATES[mail.status];
  const Icon = isRetrying ? RotateCw : (state?.icon ?? Clock);
  return (
    <span className={classes.state} data-state={isRetrying ? 'retrying' : mail.status} title={state?.means}>
      <Icon size={14} aria-hidden /> {isRetrying ? 'Trying again' : (state?.label ?? mail.status)}
    </span>
  );
}
