import type { EventType } from '../../core/history.ts';

/** What Tocsin wrote itself stays as it was written; what people told can be corrected by people. */
const WRITTEN_BY_PEOPLE: readonly string[] = ['Custom event', 'Imported message'] satisfies EventType[];

export const isWrittenByPeople = (type: string) => WRITTEN_BY_PEOPLE.includes(type);

/** What kind of entry somebody adds by hand; anything else a client says is a custom event. */
export const typeOfAddition = (type: string | null | undefined): EventType =>
  type === 'Imported message' ? 'Imported message' : 'Custom event';

export const EVENT_TYPES = [
  'Other',
  'Field updated',
  'Assessment updated',
  'Participant updated',
  'Imported message',
  'Custom event',
] as const satisfies EventType[];
