import Type from 'typebox';
import { nullable } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { Joined, joinedBy } from './joined.ts';
import { closeSession, openOwnSession, openSession, requireOwnPage } from './open-session.ts';
import { ClaimOwner, claimOwner } from './owner-link.ts';
import { beginProviderSignIn, finishProviderSignIn } from './provider-sign-in.ts';
import { FactorKind, factorsOf } from './second-factor/factors.ts';
import { secondFactorRoutes } from './second-factor/routes.ts';
import { endMySession, mySessions } from './sessions.ts';
import { routes as setUpRoutes } from './set-up-routes.ts';
import { checkPassword, requirePasswords, SignIn } from './sign-in.ts';

const tag = 'auth';

const setupOwner = route({
  method: 'post',
  path: '/setup/owner',
  tag,
  summary: 'Makes whoever holds the one-time link the Owner of the installation, and begins their session',
  access: 'public',
  errors: [400, 409, 503],
  body: ClaimOwner,
  answer: Type.Object({ token: Type.String(), organization: Type.String() }),
  handle: async (ctx, { body, raw }, reply) => {
    requireOwnPage(ctx, raw);
    const { userId, ...answer } = await claimOwner(ctx, body);
    await openSession(ctx, { userId, method: 'link' }, raw, reply);
    return answer;
  },
});

const signInByPassword = route({
  method: 'post',
  path: '/sign-in/password',
  tag,
  summary: 'Begins a session in a browser, with a cookie; other clients ask for a token at the login of an organization',
  access: 'public',
  errors: [400, 403, 503],
  body: SignIn,
  answer: Type.Object({
    ...Joined.properties,
    second_factor: Type.Array(FactorKind, {
      description: 'What the sign-in is completed with at /sign-in/second-factor; empty: it is done',
    }),
  }),
  handle: async (ctx, { body, raw }, reply) => {
    requirePasswords(ctx);
    requireOwnPage(ctx, raw);
    const { userId } = await checkPassword(ctx, body, raw.ip);
    const second_factor = await factorsOf(ctx, userId);
    if (!second_factor.length) return { second_factor, ...joinedBy(await openOwnSession(ctx, { userId, method: 'password' }, raw, reply)) };
    await openSession(ctx, { userId, method: 'password', awaitsFactor: true }, raw, reply);
    return { second_factor, ...joinedBy({}) };
  },
});

const signInByProvider = route({
  method: 'get',
  path: '/sign-in/provider',
  tag,
  summary: 'Sends a browser to the provider that signs people in, and afterwards to `next`',
  access: 'public',
  errors: [404, 503],
  query: Type.Object({
    next: Type.Optional(Type.String({ description: 'A path of the web application; whatever else is taken for /' })),
    other: Type.Optional(Type.Boolean({ description: 'The person wants another account than the one the provider knows them by' })),
  }),
  status: 303,
  handle: (ctx, { query, raw }, reply) => beginProviderSignIn(ctx, { next: query.next, choosesAccount: query.other === true }, raw, reply),
});

const signInCallback = route({
  method: 'get',
  path: '/sign-in/callback',
  tag,
  summary: 'Takes a browser that comes back from the provider, which knows it as /implicit/callback, and begins its session',
  access: 'public',
  errors: [404, 503],
  status: 303,
  handle: (ctx, { raw }, reply) => finishProviderSignIn(ctx, raw, reply),
});

const signOut = route({
  method: 'post',
  path: '/sign-in/out',
  tag,
  summary: 'Ends the session of this browser',
  access: 'public',
  errors: [400, 503],
  answer: Type.Object({
    location: nullable(Type.String({ description: 'Where the browser signs out of the provider as well' })),
  }),
  handle: async (ctx, { raw }, reply) => {
    requireOwnPage(ctx, raw);
    return { location: (await closeSession(ctx, raw, reply)) ?? null };
  },
});

const Session = Type.Object({
  id: Type.Integer(),
  method: Type.String({ description: 'How it began: password, link, provider or passkey' }),
  address: Type.String({ description: 'Where the browser was when it began' }),
  agent: Type.String({ description: 'What the browser calls itself' }),
  created_at: Type.String({ format: 'date-time' }),
  seen_at: Type.String({ format: 'date-time' }),
  ends_at: Type.String({ format: 'date-time', description: 'When it ends if nobody uses it until then' }),
  current: Type.Boolean({ description: 'The one that asks' }),
});

const listSessions = route({
  method: 'get',
  path: '/my-account/sessions',
  tag,
  summary: 'Lists the browsers in which the caller is signed in',
  access: 'identity',
  answer: Type.Object({ items: Type.Array(Session) }),
  handle: (ctx) => mySessions(ctx),
});

const removeSession = route({
  method: 'delete',
  path: '/my-account/sessions/{session_id}',
  tag,
  summary: 'Ends a session of the caller',
  access: 'identity',
  errors: [404],
  handle: async (ctx, { params }) => {
    await endMySession(ctx, Number(params.session_id));
    return null;
  },
});

export const routes: Route[] = [
  setupOwner,
  signInByPassword,
  signInByProvider,
  signInCallback,
  signOut,
  listSessions,
  removeSession,
  ...secondFactorRoutes,
  ...setUpRoutes,
];
