import { invalid } from '../../core/errors.ts';

type Person = { individual?: { email?: unknown } | null } | null | undefined;

const ADDRESS = /^[^\s@"]+@[^\s@]+$/;

/** @returns the address, or undefined when nobody is named. @throws invalid it is no e-mail address */
export function emailOf(person: Person, field: string): string | undefined {
  const email = person?.individual?.email;
  if (email === undefined || email === null || email === '') return undefined;
  return requireEmail(email, `${field}.individual.email`);
}

/** @throws invalid it is no e-mail address */
export function requireEmail(value: unknown, field: string): string {
  const email = typeof value === 'string' ? value.trim() : '';
  if (!ADDRESS.test(email) || email.length > 320) throw invalid(field, 'This is not an e-mail address; write name@example.org.');
  return email;
}

export const sameAddress = (a: string | null | undefined, b: string | null | undefined) =>
  (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
