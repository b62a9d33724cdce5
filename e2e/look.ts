import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, keepPicture } from './akin.ts';
import { faultsOfLayout } from './layout-faults.ts';

const WIDTHS = [1180, 900, 560, 380] as const;
const THEMES = ['light', 'dark'] as const;
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** The rules that look at colours; what the others look at is the same in both themes. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * Looks at a state of the page as it stands: axe in both themes, the layout at every width, a picture of each for people
 * to look at (`<name>-<language>-<width>-<theme>.png`). `arrange` brings the state up anew at a width, where it does not
 * survive another one.
 */
export async function lookAt(page: Page, name: string, { arrange }: { arrange?: () => Promise<void> } = {}): Promise<void> {
  const language = (await page.locator('html').getAttribute('lang')) ?? 'en';
  const faults: string[] = [];
  for (const width of arrange === undefined ? WIDTHS : ([1180, 380] as const)) {
    await page.setViewportSize({ width, height: 760 });
    await arrange?.();
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      if (width === 1180) faults.push(...(await axeFaults(page, colorScheme === 'light' ? 'all' : 'colour')));
      await keepPicture(page, `${name}-${language}-${width}-${colorScheme}`);
    }
    // Boxes do not depend on colours. Targets are smallest where there is least room.
    faults.push(...(await page.evaluate(faultsOfLayout)).map((fault) => `${width} px: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  expect(faults).toEqual([]);
}

/** What axe finds wrong, a line each. It runs under the page's own content policy and trusted types. */
export async function axeFaults(page: Page, rules: 'all' | 'colour'): Promise<string[]> {
  // There are no frames, so the page need not be asked in a second one; that takes twice as long.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === 'all' ? builder.withTags(STANDARDS) : builder.withRules(RULES_OF_COLOUR)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary, html }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''} ${html}`),
  );
}
