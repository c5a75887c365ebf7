import fastify from 'fastify';

/* Child process of `npm run bench`: the HTTP framework with a handler that does nothing, the limit of what can be answered. */

const server = fastify({ logger: false });
server.get('/', async () => ({}));
await server.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.stdout.write('Serving\n');
