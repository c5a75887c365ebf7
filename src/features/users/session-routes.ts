import Type from 'typebox';
import { nullable } from '../../core/field.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import {
  Code,
  checkPassword,
  endEverySession,
  issueToken,
  mySettings,
  Register,
  register,
  requireFactor,
  requirePasswords,
  requirePlace,
  Settings,
  SignIn,
  UpdateSettings,
  updateMySettings,
} from '../auth/index.ts';
import { me, projectsOf, SignedIn } from './me.ts';
import { Me } from './shapes.ts';

const tag = 'auth';
const path = '/{organization}/auth';

/** What clients send beside the credentials, because their forms hold a whole user. */
const Echo = { projects: Type.Optional(Type.Unknown()), organizations: Type.Optional(Type.Unknown()) };

const login = route({
  method: 'post',
  path: `${path}/login`,
  tag,
  summary: 'Signs in with a password',
  access: 'public',
  errors: [403, 503],
  body: Type.Object({ ...SignIn.properties, code: Type.Optional(Code), ...Echo }),
  answer: SignedIn,
  handle: async (ctx, { body, raw }) => {
    requirePasswords(ctx);
    const { userId, email } = await checkPassword(ctx, body, raw.ip);
    await requireFactor(ctx, userId, body.code);
    await requirePlace(ctx, userId, raw);
    return { projects: await projectsOf(ctx, userId), token: await issueToken(ctx, email) };
  },
});

const registration = route({
  method: 'post',
  path: `${path}/register`,
  tag,
  summary: 'Creates an account for whoever asks; only where registration is open',
  access: 'public',
  errors: [404, 503],
  params: Type.Object({ organization: Type.String() }),
  body: Type.Object({ ...Register.properties, ...Echo }),
  answer: Type.Object({ token: nullable(Type.String()) }),
  handle: (ctx, { body, params, raw }) => {
    requirePasswords(ctx);
    return register(ctx, body, { organization: params.organization, address: raw.ip });
  },
});

const readMe = route({
  method: 'get',
  path: `${path}/me`,
  tag,
  summary: 'The caller, with their organizations and projects',
  access: 'identity',
  answer: Me.schema,
  handle: async (ctx) => new JsonText(await me(ctx)),
});

const readMyRole = route({
  method: 'get',
  path: `${path}/myrole`,
  tag,
  summary: "The caller's role in the organization, null for somebody who is no member",
  access: 'identity',
  answer: nullable(Type.String()),
  handle: async (ctx) => ctx.actor.role ?? null,
});

const readSettings = route({
  method: 'get',
  path: `${path}/me/settings`,
  tag,
  summary: "The caller's settings",
  access: 'identity',
  answer: Settings,
  handle: (ctx) => mySettings(ctx),
});

const changeSettings = route({
  method: 'put',
  path: `${path}/me/settings`,
  tag,
  summary: "Changes the caller's settings",
  access: 'identity',
  body: UpdateSettings,
  partial: true,
  answer: Settings,
  handle: (ctx, { body }) => updateMySettings(ctx, body),
});

const endSessions = route({
  method: 'post',
  path: `${path}/me/sign-out`,
  tag,
  summary: 'Signs the caller out everywhere',
  access: 'identity',
  handle: async (ctx) => {
    await endEverySession(ctx, ctx.actor.userId);
    return null;
  },
});

export const routes: Route[] = [login, registration, readMe, readMyRole, readSettings, changeSettings, endSessions];
