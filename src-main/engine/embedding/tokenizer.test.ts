import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadTokenizer, type ModelTokenizer } from './tokenizer.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const modelFolder = path.join(root, 'models/all-MiniLM-L6-v2');

let tokenizer: ModelTokenizer;
let wholeText: Tokenizer;

beforeAll(async () => {
  tokenizer = await loadTokenizer(modelFolder);
  const read = async (file: string): Promise<object> => JSON.parse(await readFile(path.join(modelFolder, file), 'utf8'));
  wholeText = new Tokenizer(await read('tokenizer.json'), await read('tokenizer_config.json'));
});

test('gives the ids of the reference implementation for every reference text', async () => {
  const json = await readFile(path.join(root, 'src-main/fixtures/embedding/reference.json'), 'utf8');
  const references: { text: string; ids: number[] }[] = JSON.parse(json);
  const encoded = references.map(({ text }) => ({ text, ids: [...tokenizer.encode(text)] }));
  expect(references).toHaveLength(52);
  expect(encoded).toEqual(references);
});

test('cuts a long text to the limit and keeps the trailing special token', () => {
  const ids = tokenizer.encode('word '.repeat(1000));
  expect({ length: ids.length, first: ids[0], last: ids.at(-1) }).toEqual({ length: 256, first: 101, last: 102 });
  expect(tokenizer.countTokens('word '.repeat(1000))).toBe(1000);
  expect(tokenizer.specialTokens).toBe(2);
});

test('takes special tokens in a text as plain text', () => {
  const ids = [...tokenizer.encode('a [SEP] b[CLS][PAD] [MASK]x')];
  expect(ids.slice(1, -1).filter((id) => id <= 103)).toEqual([]);
});

test('survives texts of one endless word', () => {
  expect(tokenizer.encode('x'.repeat(1_000_000))).toEqual(Int32Array.of(101, 100, 102));
  expect(tokenizer.encode('文'.repeat(100_000))).toHaveLength(256);
});

const pieces = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ' ',
    '\n',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\u000b',
    '\u0085',
    '\ufeff',
    '\u200b',
    '\u00ad',
    'ΣΑΣ',
    'word',
    'e\u0301',
    '文字',
    "don't",
    'İ',
  ),
);

test('counts and encodes word by word exactly as the whole text at once', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      const { ids } = wholeText.encode(text, { add_special_tokens: false });
      expect(tokenizer.countTokens(text)).toBe(ids.length);
      expect([...tokenizer.encode(text)]).toEqual([101, ...ids.slice(0, 254), 102]);
    }),
    { numRuns: 2000 },
  );
});
