import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

type Method = 'GET' | 'POST' | 'HEAD' | 'DELETE';

/** A browser without a screen: keeps what it is given, follows nothing by itself. */
export function aBrowserAt(server: FastifyInstance, remoteAddress = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`) {
  const jar = new Map<string, string>();
  return {
    jar,
    async ask(method: Method, url: string, body?: object, headers: Record<string, string> = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await server.inject({
        method,
        remoteAddress,
        url: url.replace(/^https:\/\/tocsin\.test/, ''),
        headers: { ...(cookie && { cookie }), host: 'tocsin.test', ...headers },
        ...(body && { payload: body }),
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      return {
        status: answer.statusCode,
        headers: answer.headers,
        location: String(answer.headers.location ?? ''),
        text: answer.body,
        json: <T = Record<string, unknown>>() => answer.json() as T,
        /** the code of a refusal */
        code: () => (answer.json() as { code?: string; detail?: { type: string }[] }).code ?? answer.json().detail?.[0]?.type,
      };
    },
  };
}
