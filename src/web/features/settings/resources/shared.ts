import type { Field, Item } from '../declaration.ts';

/** The plug-in that keeps rotations itself. */
export const BUILT_IN_ON_CALL = 'tocsin-oncall';

/** Records that somebody is asked to look at from time to time. */
export const evergreenFields: Field[] = [
  { name: 'evergreen', label: 'Ask for a review from time to time', kind: 'switch', section: 'Kept up to date' },
  { name: 'evergreen_owner', label: 'Who is asked', kind: 'email', when: (values) => values.evergreen === true },
  {
    name: 'evergreen_reminder_interval',
    label: 'How often',
    kind: 'number',
    min: 1,
    unit: 'days',
    initial: 90,
    when: (values) => values.evergreen === true,
  },
];

/** The incidents a contact is brought into by itself. */
export const engagementField = (noun: string): Field => ({
  name: 'filters',
  label: 'Brought into incidents that match',
  help: `Any of these search filters is enough. Without one the ${noun} is never brought in by itself.`,
  kind: 'references',
  of: 'search_filter',
  section: 'Engagement',
});

export const nameOf = (item: Item) => String(item.name ?? `#${item.id}`);
export const textOf = (item: Item) => String(item.text ?? `#${item.id}`);

export const enabledField: Field = { name: 'enabled', label: 'Can be chosen', kind: 'switch', initial: true };
export const viewOrderField: Field = {
  name: 'view_order',
  label: 'Place in lists',
  help: 'Lower comes first.',
  kind: 'number',
  initial: 1,
  max: 9999,
};
