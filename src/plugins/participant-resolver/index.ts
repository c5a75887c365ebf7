import Type from 'typebox';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';

/** Who should take part: individuals, services and teams whose saved filters match. */
export const participantResolverPlugin = plugin({
  slug: 'dispatch-participant-resolver',
  title: 'Engagement by filters',
  type: 'participant',
  description: 'Engages the individuals, on-call services and teams that have a saved filter which matches the incident.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => ({ resolve: (subject: Subject) => host.participants.matching(subject) }),
});
