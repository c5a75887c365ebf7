import { describe, expect, test } from 'vitest';
import { endedShifts, onShift, type Rotation } from './rotation.ts';

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

describe('shifts that ended', () => {
  const ended = (people: string[], after: string, until: string) =>
    endedShifts({ ...rotation, people }, { after: new Date(after), until: new Date(until) }).map(
      ({ person, from, until: end }) => `${person} ${from.toISOString().slice(5, 13)} to ${end.toISOString().slice(5, 13)}`,
    );

  test.each([
    ['at its end', '2026-11-23T12:00:00Z', '2026-11-23T20:00:00Z', ['ada 11-23T08 to 11-23T20']],
    ['not before', '2026-11-23T12:00:00Z', '2026-11-23T19:59:59Z', []],
    ['not twice', '2026-11-23T20:00:00Z', '2026-11-24T07:59:59Z', []],
    ['one after the other', '2026-11-23T12:00:00Z', '2026-11-24T12:00:00Z', ['ada 11-23T08 to 11-23T20', 'grace 11-23T20 to 11-24T08']],
    ['none before the rotation began', '2026-11-01T00:00:00Z', '2026-11-23T08:00:00Z', []],
  ])('%s', (_what, after, until, shifts) => {
    expect(ended(['ada', 'grace', 'edsger'], after, until)).toEqual(shifts);
  });

  test('turns of one person that follow each other are one shift, also across a round', () => {
    expect(ended(['ada', 'grace', 'ada'], '2026-11-24T10:00:00Z', '2026-11-25T07:00:00Z')).toEqual([]);
    expect(ended(['ada', 'grace', 'ada'], '2026-11-25T00:00:00Z', '2026-11-25T19:00:00Z')).toEqual(['ada 11-24T08 to 11-25T08']);
  });

  test('who is alone is never relieved, and nobody has no shifts', () => {
    expect(ended(['ada', 'ada'], '2026-11-23T08:00:00Z', '2026-11-30T08:00:00Z')).toEqual([]);
    expect(ended([], '2026-11-23T08:00:00Z', '2026-11-30T08:00:00Z')).toEqual([]);
  });
});
