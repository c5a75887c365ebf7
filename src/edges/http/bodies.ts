import type { FastifyInstance } from 'fastify';
import { invalidInput, tooLarge } from '../../core/errors.ts';

export const MAX_BODY_BYTES = 5_000_000;

/** Bodies are JSON; an empty one is none. Uploads pass through as a stream. */
export function acceptBodies(server: FastifyInstance) {
  server.removeAllContentTypeParsers();
  const parseJson = (text: string) => {
    if (!text.trim()) return undefined;
    try {
      return JSON.parse(text);
    } catch (cause) {
      const offset = Number(/position (\d+)/.exec((cause as Error).message)?.[1] ?? 0);
      throw invalidInput([{ type: 'json_invalid', loc: ['body', offset], msg: 'The body is not valid JSON.' }]);
    }
  };
  server.addContentTypeParser('*', (request, payload, done) => {
    if ((request.routeOptions.config as { upload?: boolean }).upload) return done(null, payload);
    const refuse = () => done(tooLarge(`Send at most ${MAX_BODY_BYTES / 1_000_000} MB at once.`));
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse();
    const chunks: Buffer[] = [];
    let size = 0;
    payload.on('data', (chunk: Buffer) => {
      if (size > MAX_BODY_BYTES) return;
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_BODY_BYTES) refuse();
    });
    payload.on('error', done);
    payload.on('end', () => {
      if (size > MAX_BODY_BYTES) return;
      try {
        done(null, parseJson(Buffer.concat(chunks).toString('utf8')));
      } catch (error) {
        done(error as Error);
      }
    });
  });
}
