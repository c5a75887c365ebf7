import { Alert, Anchor, Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { answer, client } from '../../api/client.ts';
import { problemsByField } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import type { Challenge, Proof } from '../../api/types.ts';
import { useMe, useOrganization } from '../../parts/account.ts';
import { ProofForm, type Way } from '../../parts/proof-form.tsx';
import { secondFactorQuery } from '../../parts/second-factor.ts';
import { Facts } from '../../ui/facts.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { When } from '../../ui/time.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import classes from './challenge.module.css';

const LOOK_EVERY_MS = 3000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TITLE = 'Confirm that it is you';

type Search = { project_id?: string; challenge_id?: string; action?: string };

/** Where somebody approves or denies what is done in their name. Nothing happens by opening it. */
export function ChallengePage() {
  const { project_id, challenge_id, action } = useSearch({ strict: false }) as Search;
  const organization = useOrganization();
  const isWhole = UUID.test(challenge_id ?? '') && Number(project_id) > 0 && Boolean(action);
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'challenge', challenge_id ?? ''),
    queryFn: () =>
      answer(
        client.GET('/{organization}/auth/mfa/challenges/{challenge_id}', {
          params: { path: { organization, challenge_id: challenge_id ?? '' } },
        }),
      ),
    enabled: isWhole,
    // It may be decided in another tab or on a phone, and it ends by itself.
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? LOOK_EVERY_MS : false),
  });
  return (
    <Page title={TITLE} narrow>
      {!isWhole && <Alert title="This link is not complete">Copy the whole link from where it was posted.</Alert>}
      {isWhole && !data && (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={6} />)}
      {data && <Question challenge={data} asked={{ action: action ?? '', project_id: Number(project_id) }} />}
    </Page>
  );
}

/** @param asked as the link says it: the server refuses a link that was put together from two */
function Question({ challenge, asked }: { challenge: Challenge; asked: { action: string; project_id: number } }) {
  const { email } = useMe();
  const { title, detail, weblink, requested_by, created_at, expires_at, status } = challenge;
  return (
    <Panel title={title}>
      <div className={classes.stack}>
        {detail && <p className={classes.detail}>{detail}</p>}
        <Facts
          items={[
            ['Asked by', requested_by === email ? `you (${email})` : (requested_by ?? 'Tocsin')],
            ['Asked', <When key="asked" at={created_at} />],
            ['Ends', status === 'pending' ? <When key="ends" at={expires_at} /> : undefined],
            [
              'About',
              weblink ? (
                <Anchor key="about" href={weblink}>
                  {nameIn(weblink)}
                </Anchor>
              ) : undefined,
            ],
          ]}
        />
        {status === 'pending' && !challenge.decided_with && <Decide challenge={challenge} asked={asked} />}
        <div role="status">{outcomeOf(challenge)}</div>
      </div>
    </Panel>
  );
}

/** The page of an incident or a case ends in its name. */
const nameIn = (weblink: string) => decodeURIComponent(new URL(weblink).pathname.split('/').at(-1) ?? '') || weblink;

type DecideProps = { challenge: Challenge; asked: { action: string; project_id: number } };

const PROOFS = ['password', 'code'] as const;

function Decide({ challenge: { challenge_id }, asked }: DecideProps) {
  const organization = useOrganization();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.one(organization, 'challenge', challenge_id) });
  const send = (decision: 'approve' | 'deny', proof: Proof = {}) =>
    answer(
      client.POST('/{organization}/auth/mfa', {
        // The reference's document forgets that this path has a parameter.
        params: { path: { organization } } as never,
        body: { ...asked, ...proof, challenge_id, decision },
      }),
    );
  const decide = useMutation<unknown, Error, 'approve' | 'deny'>({ mutationFn: (decision) => send(decision), onSuccess: refresh });
  const wanted = problemsByField(decide.error, PROOFS).fields;
  const button = (decision: 'approve' | 'deny') => ({
    loading: decide.isPending && decide.variables === decision,
    disabled: decide.isPending && decide.variables !== decision,
    onClick: () => decide.mutate(decision),
  });
  if (wanted.password || wanted.code)
    return <Prove byCode={Boolean(wanted.code)} send={(proof) => send('approve', proof)} onDone={refresh} onCancel={decide.reset} />;
  return (
    <div className={classes.stack}>
      <p className={classes.hint}>Approve only what you have begun yourself. If you do not know what this is about, deny it.</p>
      <FormProblems error={decide.error} fields={PROOFS} />
      <Group>
        <Button {...button('approve')}>Approve</Button>
        <Button variant="default" {...button('deny')}>
          Deny
        </Button>
      </Group>
    </div>
  );
}

type ProveProps = { byCode: boolean; send: (proof: Proof) => Promise<unknown>; onDone: () => void; onCancel: () => void };

/** Whoever signed in a while ago shows that it is still them. */
function Prove({ byCode, ...rest }: ProveProps) {
  const factor = useQuery({ ...secondFactorQuery, enabled: byCode });
  if (byCode && !factor.data)
    return factor.error ? <ErrorState error={factor.error} retry={() => void factor.refetch()} /> : <Loading lines={3} />;
  const ways: Way[] = !byCode ? ['password'] : factor.data?.totp ? ['digits', 'recovery'] : ['recovery'];
  return (
    <ProofForm confirm="Approve" ways={ways} {...rest}>
      You signed in a while ago. Show that it is still you{byCode && !factor.data?.totp && ', or sign out and in again with your passkey'}.
    </ProofForm>
  );
}

function outcomeOf({ status, decided_with }: Challenge) {
  if (status === 'approved') return <Alert color="verdigris">You approved this. You can close the page.</Alert>;
  if (status === 'denied') return <Alert color="vermilion">You denied this. Whoever looks into it is told.</Alert>;
  if (status === 'expired') return <Alert color="gray">This is over: nobody decided in time, or it was settled otherwise.</Alert>;
  return decided_with && <Alert color="gray">Decide this with {decided_with}. This page shows what becomes of it.</Alert>;
}
