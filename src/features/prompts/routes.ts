import Type from 'typebox';
import { member } from '../../core/permissions.ts';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { PURPOSES } from './built-in.ts';
import { prompts } from './resource.ts';

const TYPES = { types: PURPOSES.map(({ name }, index) => ({ id: index + 1, name })) };

const byId = (words: 'prompt' | 'systemMessage') => Object.fromEntries(PURPOSES.map((one, index) => [index + 1, one[words]]));
const DEFAULTS = { prompts: byId('prompt'), system_messages: byId('systemMessage') };
const Texts = Type.Object(Object.fromEntries(Object.keys(DEFAULTS.prompts).map((key) => [key, Type.String()])));

const types = route({
  method: 'get',
  path: '/{organization}/ai/genai-types',
  tag: 'ai',
  summary: 'Lists what a prompt may be for',
  access: member,
  answer: Type.Object({ types: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })) }),
  handle: async () => TYPES,
});

const defaults = route({
  method: 'get',
  path: '/{organization}/ai/defaults',
  tag: 'ai',
  summary: 'Reads the built-in prompts and system messages, by the id of their type',
  access: member,
  answer: Type.Object({ prompts: Texts, system_messages: Texts }),
  handle: async () => DEFAULTS,
});

/** A second enabled prompt of a type is answered with 400, as the contract has it. */
const withRefusal = (one: Route): Route => (one.body ? { ...one, errors: [400, ...(one.errors ?? [])] } : one);

export const routes: Route[] = [types, defaults, ...resourceRoutes(prompts).map(withRefusal)];
