/**
 * Names one opened form: sent as `Idempotency-Key`, it makes a request that was sent twice one change.
 * `crypto.randomUUID` would need HTTPS; in a company's network people open plain HTTP too.
 */
export const newSubmission = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
