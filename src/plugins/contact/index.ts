import Type from 'typebox';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';

/** Who a person is, from the project's own individuals. */
export const contactPlugin = plugin({
  slug: 'dispatch-contact',
  title: 'Contacts',
  type: 'contact',
  description: 'Names, teams and titles of people, from the individuals of the project.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => ({ get: (email: string) => host.people.get(email) }),
});
