import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExtractionStore } from './catalogue.ts';
import { openExtractionStore } from './extraction-store.ts';

let base: string;
let store: ExtractionStore;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-extractions-'));
  store = openExtractionStore({ file: join(base, 'extractions.sqlite') });
});
afterEach(() => {
  store.close();
  rmSync(base, { recursive: true, force: true });
});

it('gives back what was put for the same bytes and extractor', () => {
  store.put([{ fingerprint: 'f', extractorVersion: 1, extraction: new Uint8Array([1, 2, 3]) }]);
  expect(store.get('f', 1)).toEqual(new Uint8Array([1, 2, 3]));
  expect([store.get('f', 2), store.get('g', 1)]).toEqual([null, null]);
});

it('replaces what an older extractor made', () => {
  store.put([{ fingerprint: 'f', extractorVersion: 1, extraction: new Uint8Array([1]) }]);
  store.put([{ fingerprint: 'f', extractorVersion: 1, extraction: new Uint8Array([2]) }]);
  store.put([{ fingerprint: 'f', extractorVersion: 2, extraction: new Uint8Array([3]) }]);
  expect([store.get('f', 1), store.get('f', 2)]).toEqual([null, new Uint8Array([3])]);
});

it('deletes what no fingerprint needs', () => {
  for (const fingerprint of ['a', 'b', 'c'])
    store.put([{ fingerprint, extractorVersion: 1, extraction: new Uint8Array(10_000) }]);
  store.keepOnly(new Set(['b']));
  expect(['a', 'b', 'c'].map((fingerprint) => store.get(fingerprint, 1) !== null)).toEqual([false, true, false]);
});
