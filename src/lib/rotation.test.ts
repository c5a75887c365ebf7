import { expect, test } from 'vitest';
import { onShift, type Rotation } from './rotation.ts';

const rotation: Rotation = { startsAt: new Date('2026-11-23T08:00:00Z'), shiftHours: 12, people: ['ada', 'grace', 'edsger'] };
const at = (time: string, ahead = 0) => onShift(rotation, new Date(time), ahead)?.person;

test.each([
  ['the first moment of the rotation', '2026-11-23T08:00:00.000Z', 'ada', 'grace'],
  ['the last moment of a shift', '2026-11-23T19:59:59.999Z', 'ada', 'grace'],
  ['the moment of hand-over', '2026-11-23T20:00:00.000Z', 'grace', 'edsger'],
  ['the last person of a round', '2026-11-24T08:00:00.000Z', 'edsger', 'ada'],
  ['a year later', '2027-11-23T08:00:00.000Z', 'grace', 'edsger'],
])('%s', (_case, time, now, next) => {
  expect([at(time), at(time, 1)]).toEqual([now, next]);
});

test('before the rotation begins nobody is on call, and the first person is next', () => {
  expect([at('2026-11-23T07:59:59Z'), at('2026-11-01T00:00:00Z', 1)]).toEqual([undefined, 'ada']);
});

test('a rotation without people has nobody', () => {
  expect(onShift({ ...rotation, people: [] }, new Date('2026-11-24T00:00:00Z'))).toBeUndefined();
});
