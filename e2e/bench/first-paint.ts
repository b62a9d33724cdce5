import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { percentile, round, type BenchOptions } from '../../src-main/bench/harness.ts';
import { openSession, WINDOW, withHost } from './browser.ts';

/** The browser and the engine have put away what the last visit left. */
const BETWEEN_VISITS_MS = 500;

type Paint = { readonly paintMs: number; readonly fieldMs: number };

/** From the start of the navigation to the first paint with contents, and to a search field that can be typed into. */
export function runFirstPaintBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const rounds = isSmallest ? 2 : 20;
  return withHost({}, async (host, browser) => {
    await host.indexLibrary();
    const known = await openSession(host, browser);
    const { cookies } = await known.storageState();
    const cold: Paint[] = [];
    const warm: Paint[] = [];
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext({ viewport: WINDOW });
      await context.addCookies(cookies);
      cold.push(await timePaint(context, host.origin));
      await context.close();
      await pause(BETWEEN_VISITS_MS);
      warm.push(await timePaint(known, host.origin));
      await pause(BETWEEN_VISITS_MS);
    }
    // Cold: nothing in the browser's cache, and nothing remembered of this origin.
    return { cold: describe(cold), warm: describe(warm) };
  });
}

async function timePaint(context: BrowserContext, origin: string): Promise<Paint> {
  const page: Page = await context.newPage();
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[role="combobox"]') === null) return;
      observer.disconnect();
      performance.mark('field');
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(origin);
  await page.getByRole('combobox').waitFor();
  const paint = await page.evaluate(
    () =>
      new Promise<Paint>((resolve) => {
        new PerformanceObserver((list, observer) => {
          const painted = list.getEntriesByName('first-contentful-paint')[0];
          if (painted === undefined) return;
          observer.disconnect();
          resolve({ paintMs: painted.startTime, fieldMs: performance.getEntriesByName('field')[0]?.startTime ?? NaN });
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  await page.close();
  return paint;
}

function describe(paints: readonly Paint[]): Record<string, unknown> {
  const times = paints.map(({ paintMs }) => paintMs);
  const fields = paints.map(({ fieldMs }) => fieldMs);
  return {
    rounds: paints.length,
    firstPaintP50Ms: round(percentile(times, 0.5), 0),
    firstPaintP95Ms: round(percentile(times, 0.95), 0),
    firstPaintMostMs: round(Math.max(...times), 0),
    fieldP50Ms: round(percentile(fields, 0.5), 0),
    fieldP95Ms: round(percentile(fields, 0.95), 0),
  };
}
