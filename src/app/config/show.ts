import type { Config } from './config.ts';
import { SETTINGS, type SettingName } from './settings.ts';

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
