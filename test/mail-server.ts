import { SMTPServer } from 'smtp-server';

export type MailServer = {
  url: string;
  taken: { to: string[]; raw: Buffer }[];
  /** what it answers instead of taking a mail */
  refuse: string | undefined;
  stop(): Promise<void>;
};

/** A mail server on this machine that keeps what it takes. */
export async function startMailServer(): Promise<MailServer> {
  const state = { taken: [] as MailServer['taken'], refuse: undefined as string | undefined };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (state.refuse) return done(Object.assign(new Error(state.refuse), { responseCode: 451 }));
        state.taken.push({ to: session.envelope.rcptTo.map((one) => one.address), raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as { port: number };
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
