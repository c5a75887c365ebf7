import { type Command, usage } from '../command.ts';
import { engageOncall, findServices } from '../engage-oncall.ts';

const PAGE = /(^|\s)(--page|page[:=]\s*yes|and page)(?=\s|$)/i;

const engage: Command = {
  name: 'engage-oncall',
  aliases: ['oncall'],
  usage: 'service [--page]',
  help: 'Brings in whoever is on call for a service, and wakes them with --page.',
  isShown: true,
  run: async (ctx, room, text) => {
    const words = text.replace(PAGE, ' ').trim();
    const services = await findServices(ctx, room.projectId, words);
    const [service, another] = services;
    if (!service) return usage(engage, words ? `No active service is called ${words}.` : 'This project has no active service.');
    if (!words || another) return usage(engage, `Say which service:\n\n${services.map(({ name }) => `- ${name}`).join('\n')}`);
    const engaged = await engageOncall(ctx, room, service, PAGE.test(text));
    if (engaged.outcome === 'nobody') return { isIdle: true, reply: `Nobody is on call for ${service.name} now.` };
    const paged = PAGE.test(text) ? ' They are being paged.' : '';
    return {
      reply:
        engaged.outcome === 'engaged'
          ? `${engaged.email} is on call for ${service.name} and was brought in.${paged}`
          : `${service.name} is engaged already.${paged}`,
    };
  },
};

export const oncall: Command[] = [engage];
