import { connect, type Socket } from 'node:net';

/*
 * Child process of `npm run bench`: sends the given requests, with a body when there is one, over a fixed number of connections for a fixed time and prints how many
 * were answered with 200. It reads no more of an answer than its length, so that it leaves the processor to the server.
 */

type Order = { port: number; connections: number; ms: number; headers: string; paths: string[]; body?: string };

const HEAD_END = Buffer.from('\r\n\r\n');

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const result = { answers: 0, refused: 0, firstRefusal: '' };
let next = 0;

const began = performance.now();
const until = began + order.ms;
await Promise.all(Array.from({ length: order.connections }, () => oneConnection()));
const seconds = (performance.now() - began) / 1000;
process.stdout.write(JSON.stringify({ ...result, perSecond: result.answers / seconds }));

async function oneConnection() {
  const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  while (performance.now() < until) {
    const path = order.paths[next++ % order.paths.length];
    const answer = await ask(socket, requestFor(path as string));
    if (answer.startsWith('HTTP/1.1 200')) result.answers += 1;
    else {
      result.refused += 1;
      result.firstRefusal ||= `${path}: ${answer.split('\r\n')[0]}`;
    }
  }
  socket.destroy();
}

function requestFor(path: string): string {
  const { headers, body } = order;
  if (body === undefined) return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`;
  const about = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}${about}\r\n${body}`;
}

/** @returns the head of the answer, when all of its body has come */
function ask(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('The server closed the connection.'));
    let head: string | undefined;
    let missing = 0;
    let seen = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      if (head === undefined) {
        seen = Buffer.concat([seen, chunk]);
        const end = seen.indexOf(HEAD_END);
        if (end < 0) return;
        head = seen.subarray(0, end).toString('latin1');
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (seen.length - end - HEAD_END.length);
      } else missing -= chunk.length;
      if (missing > 0) return;
      socket.off('data', onData).off('close', onClose);
      resolve(head);
    };
    socket.on('data', onData).on('close', onClose);
    socket.write(request);
  });
}
