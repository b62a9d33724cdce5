import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { percentile, round, type BenchOptions } from '../../src-main/bench/harness.ts';
import { COMMON_WORD, writeManyFiles } from '../many-files.ts';
import { openWatchedPage, withHost } from './browser.ts';

const FILES = 10_000;
const FILES_OF_SMALLEST = 300;
/** Faster than a hard fling on a touch pad: about 25,000 px a second. */
const WHEEL_PX = 480;
const WHEEL_PAUSE_MS = 16;
/** The repetition of a held key. */
const KEY_PAUSE_MS = 33;
const KEY_SECONDS = 10;
/** An end that is not reached by then is lost. */
const LONGEST_MS = 150_000;

/** Scrolling through 10,000 word matches of the real engine: long tasks, frames, and rows in the document. */
export function runScrollingBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const count = isSmallest ? FILES_OF_SMALLEST : FILES;
  return withHost({ writeFiles: (parent) => writeManyFiles(parent, count) }, async (host, browser) => {
    await host.indexLibrary();
    const page = await openWatchedPage(host, browser, '/');
    await page.getByRole('combobox').fill(COMMON_WORD);
    await page.getByRole('option').first().waitFor();
    await pause(1_000);
    const held = isSmallest ? 1 : KEY_SECONDS;
    const arrow = await observe(page, () => hold(page, 'ArrowDown', held));
    const pages = await observe(page, () => hold(page, 'PageDown', held));
    const wheel = await observe(page, () => wheelToEnd(page, count));
    const { last, all } = await whereabouts(page);
    if (last < count || last !== all) throw new Error(`the end was at ${last} of ${all} rows, of ${count} files`);
    return { files: count, rows: last, wheel, arrowKeyHeld: arrow, pageKeyHeld: pages };
  });
}

async function observe(page: Page, act: () => Promise<void>): Promise<Record<string, unknown>> {
  await page.evaluate(() => {
    Object.assign(window.akinClock, { isCountingFrames: true, mostRows: 0 });
    window.akinClock.frames.length = 0;
    window.akinClock.longTasks.length = 0;
  });
  const startedAt = performance.now();
  await act();
  const seconds = (performance.now() - startedAt) / 1000;
  const { frames, longTasks, mostRows } = await page.evaluate(() => {
    window.akinClock.isCountingFrames = false;
    return window.akinClock;
  });
  return {
    seconds: round(seconds, 1),
    tasksOver50Ms: longTasks.map((duration) => round(duration, 0)),
    mostRowsInDocument: mostRows,
    frames: frames.length,
    frameP95Ms: round(percentile(frames, 0.95), 1),
    framesOver50Ms: frames.filter((duration) => duration > 50).length,
    longestFrameMs: round(Math.max(...frames), 1),
  };
}

async function hold(page: Page, key: string, seconds: number): Promise<void> {
  await page.getByRole('combobox').focus();
  for (let turn = 0; turn < (seconds * 1000) / KEY_PAUSE_MS; turn++) {
    await page.keyboard.press(key);
    await pause(KEY_PAUSE_MS);
  }
}

/** Rows that are loaded so far end where the next page has not come yet: only the last of all is the end. */
async function wheelToEnd(page: Page, count: number): Promise<void> {
  const box = await page.getByRole('listbox', { name: 'Results' }).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, 400);
  const deadline = performance.now() + LONGEST_MS;
  for (let turn = 1; performance.now() < deadline; turn++) {
    await page.mouse.wheel(0, WHEEL_PX);
    await pause(WHEEL_PAUSE_MS);
    if (turn % 60 !== 0) continue;
    const { last } = await whereabouts(page);
    if (last >= count) return;
  }
}

/** The place of the last row that is mounted, and how many rows there are. */
function whereabouts(page: Page): Promise<{ readonly last: number; readonly all: number }> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('[role="option"][aria-posinset]')];
    const most = (name: string): number => Math.max(...rows.map((row) => Number(row.getAttribute(name))));
    return { last: most('aria-posinset'), all: most('aria-setsize') };
  });
}
