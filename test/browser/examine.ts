import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { until } from './until.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const SCREENSHOTS = process.env.SCREENSHOTS;

type Shown = { name: string; scheme: 'light' | 'dark'; width: number };

/**
 * Looks at what is open, wide and narrow, light and dark.
 * Dark changes colours alone: there, axe measures contrast and nothing else.
 *
 * @returns what axe finds and what scrolls sideways, one line each
 */
export async function examine(page: Page, name: string, sizes = [WIDE, NARROW]): Promise<string[]> {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await until(page, `document.documentElement.dataset.mantineColorScheme === '${scheme}'`);
      // A colour on its way from one scheme to the other is of neither.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await until(page, 'document.getAnimations().length === 0');
      const shown = { name, scheme, width: size.width };
      found.push(...(await barriers(page, shown)));
      await photograph(page, shown);
    }
    if (size.width < 500) found.push(...(await sideways(page, name)));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

async function barriers(page: Page, { name, scheme, width }: Shown) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (scheme === 'light' ? axe.withTags(TAGS) : axe.withRules(['color-contrast'])).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${name} ${scheme} ${width}: ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`,
    ),
  );
}

/** Neither the page nor a dialog is wider than the screen. */
async function sideways(page: Page, name: string) {
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return wide > 0 ? [`${name}: scrolls sideways by ${wide} px at ${NARROW.width}`] : [];
}

async function photograph(page: Page, { name, scheme, width }: Shown) {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name.replace(/[^a-z0-9]+/gi, '-')}-${width}-${scheme}.png`) });
}
