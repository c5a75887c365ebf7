/**
 * The token lives in the tab's own storage: it survives a reload, dies with the tab and is never written to disk for good. A new tab
 * asks the others for theirs, so a link opened in a second tab does not ask for the password again.
 */
const KEY = 'tocsin.session';
const ANSWER_WITHIN_MS = 120;

type Message = { kind: 'ask' } | { kind: 'give'; token: string } | { kind: 'end' };

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('tocsin.session') : undefined;
const listeners = new Set<() => void>();
let token = read();

channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if (data.kind === 'ask' && token) say({ kind: 'give', token });
  if (data.kind === 'end' && token) forget();
});

const say = (message: Message) => channel?.postMessage(message);

function read(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined; // storage is forbidden: the session lasts as long as the page
  }
}

function write(value: string | undefined) {
  token = value;
  try {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  } catch {
    // as above
  }
  for (const listener of listeners) listener();
}

function forget() {
  write(undefined);
}

export const currentToken = () => token;

/** @returns the token of this tab, or one that another open tab lends */
export async function findToken(): Promise<string | undefined> {
  if (token || !channel) return token;
  return new Promise((resolve) => {
    const done = () => {
      channel.removeEventListener('message', hear);
      resolve(token);
    };
    const timer = setTimeout(done, ANSWER_WITHIN_MS);
    function hear({ data }: MessageEvent<Message>) {
      if (data.kind !== 'give') return;
      write(data.token);
      clearTimeout(timer);
      done();
    }
    channel.addEventListener('message', hear);
    say({ kind: 'ask' });
  });
}

export const startSession = (value: string) => write(value);

/**
 * Ends the session in this tab only: the server did not accept the token any more. Without a token there is none to end, and whoever heard
 * of it would ask the server again, for ever.
 */
export function dropSession() {
  if (token) forget();
}

/** Signs out in every tab. */
export function endSession() {
  forget();
  say({ kind: 'end' });
}

export function onSession(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
