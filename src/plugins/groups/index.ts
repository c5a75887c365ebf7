import Type from 'typebox';
import type { ParticipantGroup } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';

type Group = Resource & { name: string; email: string };

/** RFC 2606: this domain never exists, so that a mail to a group that slipped out of Tocsin reaches nobody. */
const DOMAIN = 'groups.invalid';

/** Lists of people kept by Tocsin; a mail to a group goes to its members. */
export const groupsPlugin = plugin({
  slug: 'tocsin-groups',
  title: 'Groups',
  type: 'participant-group',
  description: 'Keeps who belongs to the tactical group and the notifications group of an incident; mail to a group reaches its members.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => groups(host),
});

const groups = (host: Host): ParticipantGroup => ({
  find: (key) => host.made.find<Group>(key),
  create: async (key, { name, subject, members }) => {
    const email = `${name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}@${host.organization.slug}.${DOMAIN}`;
    // Members first: a group that is found again has them.
    await host.groups.setMembers(email, members);
    return host.made.keep<Group>(key, subject, { resource_id: email, resource_type: 'tocsin-groups-group', weblink: null, name, email });
  },
  setMembers: (group, members) => host.groups.setMembers(group.email, members),
  delete: (group) => host.groups.remove(group.email),
});
