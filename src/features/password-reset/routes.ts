import Type from 'typebox';
import { owner } from '../../core/permissions.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { requireOwnPage } from '../auth/index.ts';
import { AskForLink, askForLink, sendMemberLink } from './ask-for-link.ts';
import { ResetByLink, resetByLink } from './reset-by-link.ts';

const forgotten = route({
  method: 'post',
  path: '/sign-in/forgotten',
  tag: 'auth',
  summary: 'Has a link to choose a new password sent to an address, if somebody signs in with it; the answer is always the same',
  access: 'public',
  errors: [400, 503],
  body: AskForLink,
  answer: Type.Object({}),
  handle: async (ctx, { body, raw }) => {
    requireOwnPage(ctx, raw);
    await askForLink(ctx, body, raw.ip);
    return {};
  },
});

const reset = route({
  method: 'post',
  path: '/sign-in/reset',
  tag: 'auth',
  summary: 'Sets a new password with the secret of such a link and ends every session; nobody is signed in by it',
  access: 'public',
  errors: [400, 409, 503],
  body: ResetByLink,
  answer: Type.Object({ email: Type.String() }),
  handle: (ctx, { body, raw }) => {
    requireOwnPage(ctx, raw);
    return resetByLink(ctx, body, raw.ip);
  },
});

const sendToMember = route({
  method: 'post',
  path: '/{organization}/users/{user_id}/send-reset-link',
  tag: 'users',
  summary: 'Sends a member a link to choose a new password',
  access: owner,
  errors: [400],
  handle: async (ctx, { params }) => {
    await sendMemberLink(ctx, Number(params.user_id));
    return null;
  },
});

export const routes: Route[] = [forgotten, reset, sendToMember];
