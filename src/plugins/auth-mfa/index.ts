import Type from 'typebox';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';

/** Confirmation by a click of one's own. An administrator enables it: who thinks a click too little, enables something else or nothing. */
export const authMfaPlugin = plugin({
  slug: 'dispatch-auth-mfa',
  title: 'Confirmation in Tocsin',
  type: 'auth-mfa',
  description:
    'Asks people, signed in on a page of Tocsin, to approve what is done in their name; nothing is approved by opening the page.',
  ...BUILT_IN,
  builtIn: false,
  configuration: Type.Object({}),
  create: () => ({}),
});
