import { Alert, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import type { Mail } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { PlainLink, TextLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { When } from '../../ui/time.tsx';
import classes from './mail.module.css';
import { MailFrame } from './mail-frame.tsx';
import { MailState, STATES } from './mail-state.tsx';

/** One mail as its readers got it, and what became of it. */
export function MailPage({ id }: { id: string }) {
  const organization = useOrganization();
  const go = useGo();
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'mail', id),
    queryFn: () =>
      /^\d+$/.test(id)
        ? answer(client.GET('/{organization}/mail/{mail_id}', { params: { path: { organization, mail_id: Number(id) } } }))
        : Promise.reject(new ApiError(404, [])),
  });
  useShortcut('u', 'Back to the mails', () => go(paths.mail(organization)));
  return (
    <>
      <PlainLink at={paths.mail(organization)} className={classes.trail}>
        <ChevronLeft size={15} aria-hidden /> Mail
      </PlainLink>
      <Page title={data?.subject || 'Mail'} narrow>
        {data ? <Letter mail={data} /> : error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={10} />}
      </Page>
    </>
  );
}

function Letter({ mail }: { mail: Mail }) {
  const organization = useOrganization();
  const [form, setForm] = useState<'html' | 'text'>(mail.html ? 'html' : 'text');
  return (
    <>
      <dl className={classes.facts}>
        <dt>To</dt>
        <dd>{mail.to.join(', ')}</dd>
        {Boolean(mail.cc?.length) && (
          <>
            <dt>Copy to</dt>
            <dd>{mail.cc?.join(', ')}</dd>
          </>
        )}
        <dt>Written</dt>
        <dd>
          <When at={mail.created_at} />
        </dd>
        <dt>State</dt>
        <dd>
          <MailState mail={mail} />{' '}
          <span className={classes.means}>
            {STATES[mail.status]?.means} {mail.sent_at && <When at={mail.sent_at} />}
          </span>
        </dd>
        {mail.incident_id && (
          <>
            <dt>About</dt>
            <dd>
              <TextLink at={paths.incident(organization, { id: mail.incident_id })}>the incident</TextLink>
            </dd>
          </>
        )}
      </dl>
      {mail.last_error && (
        <Alert color="vermilion" variant="light" title="The last attempt failed" mb="md">
          {mail.last_error}
        </Alert>
      )}
      {mail.html && mail.text && (
        <SegmentedControl
          size="xs"
          mb="xs"
          aria-label="Form of the mail"
          value={form}
          onChange={(next) => setForm(next as 'html' | 'text')}
          data={[
            { value: 'html', label: 'As designed' },
            { value: 'text', label: 'As text' },
          ]}
        />
      )}
      {form === 'html' && mail.html ? (
        <MailFrame html={mail.html} title={mail.subject || 'Mail'} />
      ) : (
        <pre className={classes.plain}>{mail.text || 'This mail has no text.'}</pre>
      )}
    </>
  );
}
