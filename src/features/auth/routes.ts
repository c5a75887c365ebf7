import Type from 'typebox';
import { type Route, route } from '../../edges/http/route.ts';
import { ClaimOwner, claimOwner } from './owner-link.ts';

const setupOwner = route({
  method: 'post',
  path: '/setup/owner',
  tag: 'auth',
  summary: 'Makes whoever holds the one-time link the Owner of the installation',
  access: 'public',
  errors: [409, 503],
  body: ClaimOwner,
  answer: Type.Object({ token: Type.String(), organization: Type.String() }),
  handle: (ctx, { body }) => claimOwner(ctx, body),
});

export const routes: Route[] = [setupOwner];
