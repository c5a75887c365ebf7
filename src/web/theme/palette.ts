import type { MantineColorsTuple } from '@mantine/core';

/** Bronze that has weathered: the one accent. Statuses never use it, so an accent is never mistaken for a state. */
export const verdigris: MantineColorsTuple = [
  '#e8f4f1',
  '#cfe7e2',
  '#a6d3ca',
  '#7abfb2',
  '#54ac9d',
  '#2f9586',
  '#137d70',
  '#0d6a5f',
  '#0a574e',
  '#07433c',
];

/** Running incidents, destructive actions, errors. */
export const vermilion: MantineColorsTuple = [
  '#fdece8',
  '#fad6cd',
  '#f5b3a4',
  '#f08f7a',
  '#e96d54',
  '#d94f35',
  '#bf3a22',
  '#a32f1b',
  '#842616',
  '#641c10',
];

/** Stable incidents, things that wait for somebody. */
export const amber: MantineColorsTuple = [
  '#fcf2de',
  '#f8e3ba',
  '#f2cf8a',
  '#eab858',
  '#dd9f2f',
  '#bd8015',
  '#96650c',
  '#7a5209',
  '#5f4007',
  '#473005',
];

/** Greys with a little warmth; the ends are paper and soot rather than white and black. */
export const stone: MantineColorsTuple = [
  '#f8f7f4',
  '#f1efeb',
  '#e6e3dd',
  '#d5d1c9',
  '#b7b2a8',
  '#8c877d',
  '#67635b',
  '#4b4842',
  '#33312d',
  '#201f1c',
];

/** Text first (0), surfaces last: the order in which the component library reads its dark colours. */
export const soot: MantineColorsTuple = [
  '#ebe8e1',
  '#c4c0b7',
  '#9c988f',
  '#767269',
  '#4a4945',
  '#36363a',
  '#28292c',
  '#1d1e21',
  '#161719',
  '#0f1011',
];
