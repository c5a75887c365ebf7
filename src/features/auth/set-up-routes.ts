import Type from 'typebox';
import { nullable } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { beginTrial } from './provider-sign-in.ts';
import { examineProvider, requireInstallationOwner, Trial, trialOf } from './set-up.ts';

const tag = 'auth';
const access = 'identity';

const readSetUp = route({
  method: 'get',
  path: '/sign-in/set-up',
  tag,
  summary: 'How people sign in today, and what is to be registered at a provider',
  access,
  errors: [403],
  answer: Type.Object({
    sign_in: Type.String(),
    sign_in_at: nullable(Type.String()),
    redirect_address: Type.String(),
    signed_out_address: Type.String(),
  }),
  handle: async (ctx) => {
    await requireInstallationOwner(ctx);
    const { uiUrl, signIn } = ctx.settings;
    return {
      sign_in: signIn,
      sign_in_at: ctx.provider?.redirect?.at ?? null,
      redirect_address: `${uiUrl}/implicit/callback`,
      signed_out_address: `${uiUrl}/sign-in?out=1`,
    };
  },
});

const Check = Type.Object({
  check: Type.String(),
  result: Type.Union([Type.Literal('good'), Type.Literal('wrong'), Type.Literal('note')]),
  detail: Type.String(),
});

const examine = route({
  method: 'post',
  path: '/sign-in/set-up/examine',
  tag,
  summary: 'Looks at an OpenID provider that is not configured yet, step by step',
  access,
  errors: [403],
  body: Trial,
  answer: Type.Object({
    checks: Type.Array(Check),
    settings: Type.Array(Type.String(), { description: 'Lines of the configuration that would use it' }),
  }),
  handle: async (ctx, { body }) => {
    await requireInstallationOwner(ctx);
    return examineProvider(ctx, body);
  },
});

const trial = route({
  method: 'post',
  path: '/sign-in/set-up/trial',
  tag,
  summary: 'Begins a test sign-in in a window of its own: it shows what the provider says, and signs nobody in',
  access,
  errors: [403],
  body: Trial,
  answer: Type.Object({ location: Type.String({ description: 'Where to send that window' }) }),
  handle: async (ctx, { body }, reply) => {
    await requireInstallationOwner(ctx);
    return { location: await beginTrial(ctx, trialOf(ctx, body), reply) };
  },
});

export const routes: Route[] = [readSetUp, examine, trial];
