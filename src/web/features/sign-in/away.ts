const MARK = 'tocsin.away';
/** Whoever comes back sooner than this without a session would be sent away again, for ever. */
const LOOP_MS = 30_000;

export function wasJustAway(): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(MARK) ?? 0) < LOOP_MS;
  } catch {
    return true; // storage is forbidden: nobody could tell, so nobody is sent by itself
  }
}

export function markAway() {
  try {
    sessionStorage.setItem(MARK, String(Date.now()));
  } catch {
    // as above
  }
}

/** Somebody is signed in: the next time they are sent away is a new one. */
export function forgetAway() {
  try {
    sessionStorage.removeItem(MARK);
  } catch {
    // as above
  }
}
