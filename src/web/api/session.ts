/**
 * The session is a cookie that no script reads. Here is only whether this page has found that there is one, and word of what the other
 * tabs do about it.
 */
export type SessionEvent = 'begun' | 'ended' | 'lost';

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('tocsin.session') : undefined;
const listeners = new Set<(event: SessionEvent) => void>();
let isOpen = false;

channel?.addEventListener('message', ({ data }: MessageEvent<SessionEvent>) => change(data));

function change(event: SessionEvent) {
  isOpen = event === 'begun';
  for (const listener of listeners) listener(event);
}

/** Somebody signed in on this page: the other tabs are theirs now, too. */
export function startSession() {
  isOpen = true;
  channel?.postMessage('begun' satisfies SessionEvent);
}

/** The server knows who is there. */
export function foundSession() {
  isOpen = true;
}

/**
 * The server does not know any more who is there. A page that was open says so once; one that was not has nothing to lose, and whoever
 * heard of it would ask the server again, for ever.
 */
export function dropSession() {
  if (isOpen) change('lost');
}

/** Somebody signed out: in every tab. */
export function endSession() {
  change('ended');
  channel?.postMessage('ended' satisfies SessionEvent);
}

/** @param listener hears of a session that is lost or ends here, and of what another tab begins or ends */
export function onSession(listener: (event: SessionEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
