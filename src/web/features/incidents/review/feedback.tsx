import { Button, Checkbox, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { equals, list } from '../../../api/list.ts';
import type { components } from '../../../api/schema.d.ts';
import { useMe, useOrganization } from '../../../parts/account.ts';
import { individualOf, personName } from '../../../parts/marks.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { useDraft } from '../../../ui/draft.ts';
import { Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { offReason } from '../allowed.ts';
import { useIncident } from '../incident-data.ts';
import { participantByEmail } from '../people/people.ts';
import classes from './review.module.css';

type Given = components['schemas']['FeedbackRead'];
type Rating = components['schemas']['FeedbackRating'];
const RATINGS: Rating[] = [
  'Very satisfied',
  'Somewhat satisfied',
  'Neither satisfied nor dissatisfied',
  'Somewhat dissatisfied',
  'Very dissatisfied',
];

/** How those who took part saw the response. */
export function Feedback() {
  const organization = useOrganization();
  const { id } = useIncident();
  const [isWriting, setWriting] = useState(false);
  const query = { itemsPerPage: 100, sort: ['-created_at'], filter: [equals('Incident', 'id', id)] };
  const { data, error, refetch } = useQuery({
    queryKey: keys.list(organization, 'feedback', query),
    queryFn: () => list<Given>(organization, 'feedback', query),
  });
  return (
    <>
      <Panel title="How did the response go?">
        {isWriting ? <FeedbackForm close={() => setWriting(false)} /> : <Invitation write={() => setWriting(true)} />}
      </Panel>
      <Panel title={`Feedback (${data?.total ?? 0})`}>
        {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && <Loading lines={3} />}
        {data && !data.items.length && <Text c="var(--ink-3)">Nobody has said anything yet.</Text>}
        <ul className={classes.given}>
          {data?.items.map((one) => (
            <li key={one.id}>
              <strong>{one.rating}</strong>
              {one.feedback && <p className={classes.words}>{one.feedback}</p>}
              <span className={classes.by}>
                {personName(individualOf(one.participant)) || 'Anonymous'}, <When at={one.created_at} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function Invitation({ write }: { write: () => void }) {
  const incident = useIncident();
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">Two clicks help the next incident go better.</Text>
      <ActionButton size="xs" off={offReason(incident, 'feedback')} onClick={write}>
        Give feedback
      </ActionButton>
    </Stack>
  );
}

function FeedbackForm({ close }: { close: () => void }) {
  const organization = useOrganization();
  const incident = useIncident();
  const { email } = useMe();
  const [rating, setRating] = useState<Rating>('Very satisfied');
  const [text, setText] = useDraft(`incident.${incident.id}.feedback`);
  const me = participantByEmail(incident, email) ?? incident.participants?.find((one) => one.individual?.email === email);
  const [isAnonymous, setAnonymous] = useState(!me);
  const save = useSave({
    quiet: true,
    refresh: [keys.kind(organization, 'feedback')],
    done: 'Thank you.',
    send: () =>
      answer(
        client.POST('/{organization}/feedback', {
          params: { path: { organization } },
          body: {
            rating,
            feedback: text.trim(),
            incident: { id: incident.id, name: incident.name },
            ...(!isAnonymous && me && { participant: { id: me.id } }),
          } as never,
        }),
      ),
    onDone: () => {
      setText('');
      close();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormProblems error={save.error} fields={[]} />
        <Radio.Group label="With the response I am" value={rating} onChange={(next) => setRating(next as Rating)}>
          <Stack gap="xs" mt="xs">
            {RATINGS.map((one) => (
              <Radio key={one} value={one} label={one} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label="What should stay, what should change?" value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Checkbox
          label="Without my name"
          checked={isAnonymous}
          disabled={!me}
          onChange={(event) => setAnonymous(event.currentTarget.checked)}
        />
        <Button type="submit" loading={save.isPending}>
          Send
        </Button>
        <Button variant="default" onClick={close}>
          Not now
        </Button>
      </Stack>
    </form>
  );
}
