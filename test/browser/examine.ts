import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { until } from './until.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const SCREENSHOTS = process.env.SCREENSHOTS;

/** Opens a page and waits until it has what it shows. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.setViewportSize(WIDE);
  await page.goto(path);
  await until(page, `document.querySelector('h1') && !document.querySelector('[role=status][aria-label^=Loading], [aria-busy=true]')`);
}

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
  const runOnly = scheme === 'light' ? { type: 'tag' as const, values: TAGS } : { type: 'rule' as const, values: ['color-contrast'] };
  // Only what is wrong is carried out of the page: the list of what is right takes longer than finding it.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ runOnly, resultTypes: ['violations'] })
    .analyze();
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
