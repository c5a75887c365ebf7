import type { Static, TObject } from 'typebox';
import type { Context } from '../../core/context.ts';
import type { Problem } from '../../core/errors.ts';
import { readInput } from '../../core/input.ts';
import { decrypt, encrypt } from '../../core/secrets.ts';
import type { Plugin } from '../../plugin-sdk/catalogue.ts';

/** What a client sees in place of a secret, and sends back when it leaves the secret as it is. */
export const MASK = '**********';

type Values = Record<string, unknown>;
export type ReadConfiguration = { value: Static<TObject> & Values; problems: Problem[] };

const LOC = ['body', 'configuration'];

/** Reads what is stored, as the plug-in's schema of today wants it; nothing stored is an empty configuration. */
export function readConfiguration(ctx: Context, plugin: Plugin, sealed: string | null): ReadConfiguration {
  const stored = openConfiguration(ctx, sealed);
  if (stored === undefined) {
    const msg = 'The stored configuration cannot be read: DISPATCH_ENCRYPTION_KEY has changed. Put the old key back or enter it anew.';
    return { value: {}, problems: [{ type: 'value_error', loc: LOC, msg }] };
  }
  return readInput(plugin.configuration, stored, LOC) as ReadConfiguration;
}

/** Reads what a client sends: a secret that comes back masked, or not at all, is the stored one. */
export function configurationFromClient(ctx: Context, plugin: Plugin, sent: unknown, sealed: string | null): ReadConfiguration {
  const stored = openConfiguration(ctx, sealed) ?? {};
  const values = { ...((sent ?? {}) as Values) };
  for (const key of secretsOf(plugin)) {
    if ((values[key] === MASK || values[key] === undefined) && stored[key] !== undefined) values[key] = stored[key];
    else if (values[key] === MASK) delete values[key];
  }
  const withoutEmpty = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
  return readInput(plugin.configuration, typeof sent === 'object' ? withoutEmpty : sent, LOC) as ReadConfiguration;
}

export const sealConfiguration = (ctx: Context, values: Values) => encrypt(JSON.stringify(values), ctx.settings.encryptionKey);

/** @returns the configuration as it may be shown: no secret in it */
export function maskedConfiguration(ctx: Context, plugin: Plugin | undefined, sealed: string | null): Values | null {
  const stored = openConfiguration(ctx, sealed);
  if (!plugin || stored === undefined) return null;
  const secrets = new Set(secretsOf(plugin));
  const { value, problems } = readInput(plugin.configuration, stored, LOC) as ReadConfiguration;
  return Object.fromEntries(
    Object.entries(problems.length ? stored : value)
      .filter(([key]) => key in plugin.configuration.properties)
      .map(([key, one]) => [key, secrets.has(key) && one !== undefined ? MASK : one]),
  );
}

/** @returns undefined when it was sealed with another key */
function openConfiguration(ctx: Context, sealed: string | null): Values | undefined {
  if (sealed === null) return {};
  try {
    return JSON.parse(decrypt(sealed, ctx.settings.encryptionKey)) as Values;
  } catch {
    // The key was changed, or the text: for whoever asks it is the same, and they are told what to do.
    return undefined;
  }
}

const secretsOf = (plugin: Plugin) =>
  Object.entries(plugin.configuration.properties)
    .filter(([, schema]) => (schema as { secret?: boolean }).secret)
    .map(([key]) => key);
