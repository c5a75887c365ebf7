import Type from 'typebox';
import { member } from '../../core/permissions.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { DecideChallenge, decideChallenge } from './decide-challenge.ts';
import { ChallengeRead, readChallenge } from './read-challenge.ts';

const tag = 'auth';
const path = '/{organization}/auth/mfa';

const decide = route({
  method: 'post',
  path,
  tag,
  summary: 'Approves or denies a pending multi-factor challenge of the caller; without a decision, says how it stands',
  access: member,
  errors: [400, 409, 422, 429, 503],
  body: DecideChallenge,
  answer: Type.Object({ status: Type.String() }),
  handle: (ctx, { body }) => decideChallenge(ctx, body),
});

const read = route({
  method: 'get',
  path: `${path}/challenges/{challenge_id}`,
  tag,
  summary: 'Reads a multi-factor challenge of the caller: what is asked, by whom and when',
  access: member,
  errors: [404, 409, 503],
  params: Type.Object({ challenge_id: Type.String({ format: 'uuid' }) }),
  answer: ChallengeRead,
  handle: (ctx, { params }) => readChallenge(ctx, params.challenge_id),
});

export const routes: Route[] = [decide, read];
