import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { percentile, round, type BenchOptions } from '../../src-main/bench/harness.ts';
import { readJudgedSet } from '../../src-main/bench/judged-set.ts';
import { largeLibrary } from '../../src-main/bench/large-library.ts';
import { createRandom, type Random } from '../../src-main/bench/random.ts';
import { withEmbedders } from '../../src-main/bench/with-embedders.ts';
import { openWatchedPage, withHost } from './browser.ts';
import type { Keystroke } from './page-clock.ts';

const QUERY_SETS = ['scifact', 'xquad-en', 'xquad-ru', 'parsinlu-rc', 'xquad-zh'];
const MOST_WORDS = 5;
/** Long enough for whatever still comes after the results: counts, snippets, a better order. */
const BETWEEN_QUERIES_MS = 600;

/** How long to wait after a letter. `isWordEnd`: the letter is a space, or the last one. */
type Rhythm = (random: Random, isWordEnd: boolean) => number;

/** Somebody who types while thinking: 90 to 250 ms a letter, a bit longer after a word. */
const unhurried: Rhythm = (random, isWordEnd) => 90 + 160 * random.uniform() ** 2 + (isWordEnd ? 100 : 0);
/** Words in one go, at 30 to 50 ms a letter, each looked at. */
const inBursts: Rhythm = (random, isWordEnd) => (isWordEnd ? 450 : 30 + 20 * random.uniform());

/** The word that is being typed is also searched for by its beginning, which the shortest have in common with most. */
const WORD_LENGTHS = [
  { name: 'none', least: 0, most: 0 },
  { name: '1', least: 1, most: 1 },
  { name: '2', least: 2, most: 2 },
  { name: '3', least: 3, most: 3 },
  { name: 'more', least: 4, most: Infinity },
];

type Summary = Record<string, unknown>;

/** Keystroke to painted results in the search view, in a library of about 100,000 chunks. */
export function runTypingBench(options: BenchOptions): Promise<Summary> {
  return typeInto('/', options);
}

/** The same in the quick panel. */
export function runQuickBench(options: BenchOptions): Promise<Summary> {
  return typeInto('/quick', options);
}

async function typeInto(path: string, { isSmallest }: BenchOptions): Promise<Summary> {
  const chunks = isSmallest ? 1_000 : 100_000;
  const learned = await withEmbedders(({ embedDocuments }) => largeLibrary(chunks, embedDocuments));
  const queries = isSmallest ? (await sampleQueries(1)).slice(0, 1) : await sampleQueries(4);
  return withHost({ learned }, async (host, browser) => {
    const page = await openWatchedPage(host, browser, path);
    const first = await type(page, queries.slice(0, 1), unhurried);
    await type(page, queries.slice(-2), inBursts);
    await page.evaluate(() => {
      window.akinClock.longTasks.length = 0;
      for (const method of Object.keys(window.akinClock.otherCalls)) window.akinClock.otherCalls[method] = 0;
    });
    const letters = await type(page, queries, unhurried);
    const bursts = await type(page, queries, inBursts);
    const { longTasks, otherCalls } = await page.evaluate(() => window.akinClock);
    return {
      chunks,
      queries: queries.length,
      firstKeystrokeMs: round(first.map(waitOf)[0] ?? NaN, 1),
      unhurried: describe(letters),
      // Of a burst, the last key is what one waits for: the others' results were never wanted.
      burstsToResults: describe(bursts.filter(({ isOvertaken }) => !isOvertaken)),
      tasksOver50Ms: longTasks.map((duration) => round(duration, 0)),
      // What the engine was asked beside the first results of each keystroke.
      otherCalls,
    };
  });
}

function describe(keystrokes: readonly Keystroke[]): Summary {
  const times = keystrokes.map(waitOf);
  const asked = keystrokes.filter(({ isOvertaken }) => !isOvertaken);
  const part = (of: (keystroke: Keystroke) => number): Summary => {
    const parts = asked.map(of).filter((time) => !Number.isNaN(time));
    return { p50: round(percentile(parts, 0.5), 1), p95: round(percentile(parts, 0.95), 1) };
  };
  return {
    keystrokes: keystrokes.length,
    p50Ms: round(percentile(times, 0.5), 1),
    p95Ms: round(percentile(times, 0.95), 1),
    mostMs: round(Math.max(...times), 1),
    overtaken: keystrokes.length - asked.length,
    withResults: asked.filter(({ rows }) => rows > 0).length,
    // The row on top is the active one, which nothing that comes late may move.
    firstRowStayed: asked.filter(({ firstRow, lastFirstRow }) => firstRow === lastFirstRow).length,
    partsMs: {
      keyToQuestion: part(({ pressedAt, askedAt }) => (askedAt ?? NaN) - pressedAt),
      questionToAnswer: part(({ askedAt, answeredAt }) => (answeredAt ?? NaN) - (askedAt ?? NaN)),
      answerToPaint: part(({ answeredAt, paintedAt }) => paintedAt - (answeredAt ?? NaN)),
    },
    byLettersOfWordMs: Object.fromEntries(
      WORD_LENGTHS.map(({ name, least, most }) => {
        const some = asked.filter(({ lettersOfWord }) => lettersOfWord >= least && lettersOfWord <= most).map(waitOf);
        return [name, { p50: round(percentile(some, 0.5), 1), p95: round(percentile(some, 0.95), 1) }];
      }),
    ),
  };
}

function waitOf({ pressedAt, paintedAt }: Keystroke): number {
  return paintedAt - pressedAt;
}

/** Types each query letter by letter into the emptied field. Returns the keystrokes in order. */
async function type(page: Page, queries: readonly string[], rhythm: Rhythm): Promise<Keystroke[]> {
  const random = createRandom(17);
  const keyboard = await page.context().newCDPSession(page);
  await page.evaluate(() => (window.akinClock.keystrokes.length = 0));
  for (const query of queries) {
    await page.getByRole('combobox').fill('');
    await pause(BETWEEN_QUERIES_MS);
    const letters = lettersOf(query);
    for (const [index, letter] of letters.entries()) {
      await press(keyboard, letter);
      await pause(rhythm(random, letter === ' ' || index === letters.length - 1));
    }
    await pause(BETWEEN_QUERIES_MS);
  }
  await keyboard.detach();
  return page.evaluate(() => window.akinClock.keystrokes);
}

/** A real key event for any letter; Playwright's own keyboard has keys for a US layout alone. */
async function press(keyboard: CDPSession, letter: string): Promise<void> {
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key: letter, text: letter, unmodifiedText: letter });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
}

function lettersOf(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

/** The beginnings of judged questions, as somebody would type them who searches: two to five words. */
async function sampleQueries(perSet: number): Promise<string[]> {
  const random = createRandom(23);
  const queries: string[] = [];
  for (const name of QUERY_SETS) {
    const { queries: judged } = await readJudgedSet(name);
    const texts = random.shuffle(judged.map(({ text }) => text.replace(/[?.!؟。？]/gu, '').trim()));
    for (const text of texts.slice(0, perSet)) {
      const words = text.split(/\s+/u);
      // Chinese has no spaces: as many letters as the words of the others mean.
      if (words.length < 3) queries.push(lettersOf(text).slice(0, 8).join(''));
      else queries.push(words.slice(0, 2 + Math.floor(random.uniform() * (MOST_WORDS - 1))).join(' '));
    }
  }
  return random.shuffle(queries);
}
