import type { Page } from '@playwright/test';
import { expect, hits, searchField } from './akin.ts';
import { faultsOfLayout } from './layout-faults.ts';
import { SCENES } from './scenes.ts';
import { test } from './stage-host.ts';
import { LANGUAGES } from './words.ts';

test.use({ viewport: { width: 1180, height: 760 } });

test.beforeEach(async ({ page, context, stage }) => {
  await context.addCookies(stage.session.cookies);
  await page.goto(stage.host.origin);
  await expect(searchField(page)).toBeFocused();
});

/** Brings up a state of the page by its name. */
async function arrange(page: Page, name: string): Promise<void> {
  await SCENES.find((scene) => scene.name === name)?.arrange(page, LANGUAGES.en);
}

/** How an element and what is around it look, for telling whether the focus can be seen. */
function looksOf(element: Element): string {
  return [element, element.parentElement]
    .flatMap((part) => (part === null ? [] : [getComputedStyle(part)]))
    .map(
      ({ outlineStyle, outlineWidth, boxShadow, backgroundColor }) =>
        `${outlineStyle} ${outlineWidth} ${boxShadow} ${backgroundColor}`,
    )
    .join('; ');
}

/** What is wrong with where the focus is: null where nothing is. */
function faultOfFocus(element: Element): string | null {
  const told = `<${element.tagName.toLowerCase()}> ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`;
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 40)];
  if (box.width === 0 || box.height === 0) return `${told} has no size`;
  if (x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight) return `${told} is outside of the window`;
  const hit = document.elementFromPoint(x, y);
  const isCovered =
    hit === null || (!element.contains(hit) && !hit.contains(element) && hit.closest('label')?.contains(element) !== true);
  return isCovered ? `${told} is covered` : null;
}

/** Goes through the page by Tab until it comes round; returns how many stops there are and what is wrong with them. */
async function walk(page: Page): Promise<{ stops: number; faults: string[] }> {
  const faults: string[] = [];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  let stops = 0;
  let rounds = 0;
  while (stops < 120) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluateHandle(() => document.activeElement ?? document.body);
    if (await focused.evaluate((element) => element === document.body)) {
      // From the end of the page to its beginning; where one began lies between.
      rounds += 1;
      if (rounds === 2) break;
      continue;
    }
    if (await focused.evaluate((element) => element.hasAttribute('data-walked'))) break;
    stops += 1;
    const fault = await focused.evaluate(faultOfFocus);
    if (fault !== null) faults.push(fault);
    const whileFocused = await focused.evaluate(looksOf);
    await focused.evaluate((element) => {
      element.setAttribute('data-walked', '');
      // A look at it without the focus; the next Tab goes on from here all the same.
      (element as HTMLElement).blur();
    });
    if ((await focused.evaluate(looksOf)) === whileFocused)
      faults.push(`focus is not seen on ${await focused.evaluate((element) => element.outerHTML.slice(0, 120))}`);
  }
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-walked]')) element.removeAttribute('data-walked');
  });
  return { stops, faults };
}

for (const [name, least] of [
  ['search-chips', 10],
  ['reader-pdf', 15],
  ['reader-markdown', 12],
  ['library-tree', 20],
  ['library-rules-of-all', 20],
  ['settings', 20],
  ['help-search', 5],
] as const) {
  test(`in ${name} every stop of the Tab key is seen, in the window, and not covered`, async ({ page }) => {
    await arrange(page, name);
    const { stops, faults } = await walk(page);
    expect(faults).toEqual([]);
    expect(stops).toBeGreaterThanOrEqual(least);
  });
}

test('below 900 px nothing behind the reader holds the focus unseen', async ({ page }) => {
  for (const width of [800, 480]) {
    await page.setViewportSize({ width, height: 760 });
    await page.reload();
    await arrange(page, 'reader-markdown');
    expect((await walk(page)).faults).toEqual([]);
  }
});

test('by the keyboard alone one searches, filters, chooses, reads, comes back and opens each view', async ({ page }) => {
  await page.keyboard.type('boiler frost');
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: '+ Filter' })).toBeFocused();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Filters' });
  await expect(panel.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Remove the filter/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.press('End');
  // Past what shows the other passages of the first result.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'Heating of shared houses', selected: true })).toBeVisible();
  await page.keyboard.press('Control+Shift+K');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-passage]').first()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-passage]')).toHaveCount(0);
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(searchField(page)).toBeFocused();
});

test('at 200 % zoom each view fits and is to be used', async ({ page }) => {
  for (const name of ['search-chips', 'reader-pdf', 'library', 'settings']) {
    await page.setViewportSize({ width: 1180, height: 760 });
    await page.reload();
    await arrange(page, name);
    // What zoom does to such a window.
    await page.setViewportSize({ width: 590, height: 380 });
    expect([name, await page.evaluate(faultsOfLayout)]).toEqual([name, []]);
  }
});

test('with reduced motion nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const name of ['search-facets', 'reader-markdown', 'library', 'settings']) {
    await page.reload();
    await arrange(page, name);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
          const isLong = (durations: string): boolean =>
            durations.split(',').some((duration) => Number.parseFloat(duration) > 0.01);
          return isLong(transitionDuration) || (animationName !== 'none' && isLong(animationDuration));
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    expect([name, moving]).toEqual([name, []]);
  }
});
