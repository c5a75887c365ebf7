import Type from 'typebox';
import { endedShifts, onShift } from '../../lib/rotation.ts';
import type { OnCall } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Host } from '../../plugin-sdk/host.ts';

/** On-call rotations kept by Tocsin: people take turns. */
export const oncallPlugin = plugin({
  slug: 'tocsin-oncall',
  title: 'On-call rotations',
  type: 'oncall',
  description: 'People take turns in shifts of equal length. A page is shown on the screen of whoever is on call and sent as mail.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => rotations(host),
});

function rotations(host: Host): OnCall {
  const shift = async (serviceExternalId: string, ahead = 0) => {
    const rotation = await host.rotations.of(serviceExternalId);
    return rotation && onShift(rotation, host.now(), ahead)?.person;
  };
  return {
    get: (serviceExternalId) => shift(serviceExternalId),
    next: (serviceExternalId) => shift(serviceExternalId, 1),
    shiftsEnded: async (serviceExternalId, span) => {
      const rotation = await host.rotations.of(serviceExternalId);
      if (!rotation) return [];
      const { changedAt } = rotation;
      const after = changedAt && changedAt > span.after ? changedAt : span.after;
      return endedShifts(rotation, { ...span, after }).map(({ person, ...times }) => ({ email: person, ...times }));
    },
    page: async (key, page) => {
      const email = await shift(page.serviceExternalId);
      if (!email) {
        throw new PluginError(
          `Nobody is on call for the service ${page.serviceExternalId}. Put people into its rotation in the settings, then run this again.`,
        );
      }
      await host.rotations.page(key, { ...page, email });
      return email;
    },
  };
}
