import { createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  url: string;
  /** `secure`: it came over TLS */
  taken: { to: string[]; raw: Buffer; secure: boolean }[];
  /** what it answers instead of taking a mail */
  refuse: string | undefined;
  /** the code of that answer; 4xx: for now, 5xx: for ever */
  refuseCode: number;
  stop(): Promise<void>;
};

/**
 * A mail server on this machine that keeps what it takes.
 * @param options.tls offers STARTTLS, with a certificate that nobody vouches for
 */
export async function startMailServer({ tls = false } = {}): Promise<MailServer> {
  const state = { taken: [] as MailServer['taken'], refuse: undefined as string | undefined, refuseCode: 451 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: tls ? [] : ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (state.refuse) return done(Object.assign(new Error(state.refuse), { responseCode: state.refuseCode }));
        state.taken.push({ to: session.envelope.rcptTo.map((one) => one.address), raw: Buffer.concat(chunks), secure: session.secure });
        done();
      });
    },
  });
  // A client that does not trust the certificate ends the connection: that is its business, not a defect of the server.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as { port: number };
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** A server that lets everybody in and never says a word. */
export async function startSilentServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
