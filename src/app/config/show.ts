import type { Config } from './config.ts';
import { parseUrl } from './read.ts';
import { SETTINGS, type SettingName } from './settings.ts';

const SHORTEST_SECRET = 6;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What must not leave: the values of all secrets, and the passwords within them. */
export function secretsOf({ values }: Pick<Config, 'values'>): string[] {
  const texts = (Object.keys(SETTINGS) as SettingName[]).flatMap((name) => {
    const value = values[name];
    if (!SETTINGS[name].secret || typeof value !== 'string') return [];
    const { username = '', password = '' } = parseUrl(value) ?? {};
    // A key alone stands where a name would.
    const part = password || username;
    return [value, part, decoded(part), value.slice(value.indexOf(':') + 1)];
  });
  // What is shorter stands in ordinary words as well.
  return [...new Set(texts)].filter((text) => text.length >= SHORTEST_SECRET);
}

export type ShownSetting = { name: string; value: string; origin: string; about: string };

/** Every setting with its effective value, secrets masked by their kind. */
export function shownSettings({ values, origins }: Config): ShownSetting[] {
  return (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const value = values[name];
    const isSecret = SETTINGS[name].secret ?? false;
    const shown = value === undefined ? '' : isSecret ? '********' : String(value);
    return { name, value: shown, origin: origins[name], about: SETTINGS[name].about };
  });
}
