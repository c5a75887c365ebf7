import { randomInt } from 'node:crypto';
import Type from 'typebox';
import type { Conference } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';

type Meeting = Resource & { conference_id: string; challenge: string };

/** Without the letters and digits that are mistaken for each other when somebody reads them out. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const CHALLENGE_LENGTH = 12;

const Configuration = Type.Object({
  link: Type.String({
    default: 'https://meet.jit.si/{name}-{challenge}',
    format: 'uri',
    maxLength: 500,
    title: 'Address of a meeting',
    description:
      'Where people meet. {name} becomes the name of the incident, {challenge} a random word that keeps strangers out; a video system that opens rooms by their address is needed.',
  }),
});

/** A meeting is an address that nobody can guess: nothing is called, so nothing can fail. */
export const conferencePlugin = plugin({
  slug: 'tocsin-conference',
  title: 'Conference link',
  type: 'conference',
  description: 'Makes the address of a meeting from a pattern, for Jitsi Meet and other video systems that open a room by its address.',
  ...BUILT_IN,
  configuration: Configuration,
  create: ({ link }, host) => conferences(host, link),
});

const conferences = (host: Host, pattern: string): Conference => ({
  find: (key) => host.made.find<Meeting>(key),
  create: async (key, subject) => {
    const challenge = Array.from({ length: CHALLENGE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const weblink = pattern.replaceAll('{name}', encodeURIComponent(subject.name)).replaceAll('{challenge}', challenge);
    if (!URL.canParse(weblink)) {
      throw new PluginError(`The conference link makes ${weblink}, which is no address. Correct it in the settings of the plug-in.`, {
        retry: false,
      });
    }
    return host.made.keep<Meeting>(key, subject, {
      resource_id: `${subject.name}-${challenge}`,
      resource_type: 'tocsin-conference-conference',
      weblink,
      conference_id: `${subject.name}-${challenge}`,
      // Nobody is asked for it: whoever has the address is in.
      challenge: 'N/A',
    });
  },
});
