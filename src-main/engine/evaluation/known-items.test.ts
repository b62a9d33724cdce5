import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeKnownItems, spreadLanguages, type KnownDocument } from './known-items.ts';

const SENTENCE = 'The tulips that we planted in autumn were eaten by mice before the snow was gone.';

function documentOf(target: string, parts: Partial<KnownDocument> = {}): KnownDocument {
  return { target, title: null, language: 'en', passages: [], ...parts };
}

describe('known items', () => {
  it('are made of a title, the innermost heading and a sentence of the passage', () => {
    const document = documentOf('d', {
      title: 'Diary of a gardener',
      passages: [{ heading: 'Garden › Losses of the winter', text: `Short.\n\n${SENTENCE} 1 2 3 4 5.` }],
    });
    const items = makeKnownItems([document], { limit: 10, seed: 1 });
    expect(Object.fromEntries(items.map(({ kind, query }) => [kind, query]))).toEqual({
      heading: 'Losses of the winter',
      sentence: SENTENCE,
      title: 'Diary of a gardener',
    });
    expect(new Set(items.map(({ target, language }) => `${target} ${language}`))).toEqual(new Set(['d en']));
  });

  it('leave out what says too little, file names, tables, and what two documents share', () => {
    const passages = [
      { heading: 'Notes', text: '| 12.5 | 13.75 | 99.1 | total | 17.25 | 18.5 | 1 | net | 2 | sum of values | 12.5 | 13 |' },
    ];
    expect(makeKnownItems([documentOf('d', { title: 'quarterly-report.docx', passages })], { limit: 9, seed: 1 })).toEqual([]);
    const shared = [documentOf('a', { title: 'Annual report 2024' }), documentOf('b', { title: 'annual  Report 2024' })];
    expect(makeKnownItems(shared, { limit: 9, seed: 1 })).toEqual([]);
    const copies = [documentOf('a', { title: 'Annual report 2024' }), documentOf('a', { title: 'Annual report 2024' })];
    expect(makeKnownItems(copies, { limit: 9, seed: 1 })).toHaveLength(1);
  });

  it('are made of scripts without spaces, too', () => {
    const text = '人工智能正在改变我们搜索文件的方式，因为它理解句子的意思而不仅仅是单词。';
    const items = makeKnownItems([documentOf('d', { title: '人工智能', language: 'zh', passages: [{ heading: '', text }] })], {
      limit: 9,
      seed: 1,
    });
    expect(items.map(({ query }) => query).toSorted()).toEqual(['人工智能', text].toSorted());
  });

  it('come from as many documents as there are before any is asked for twice, and are the same for the same seed', () => {
    const documents = Array.from({ length: 20 }, (_, index) =>
      documentOf(`d${index}`, {
        title: `The title of number ${index}`,
        passages: [{ heading: `The heading of number ${index}`, text: `${SENTENCE.slice(0, -1)} in ${index}.` }],
      }),
    );
    const items = makeKnownItems(documents, { limit: 20, seed: 5 });
    expect(new Set(items.map(({ target }) => target)).size).toBe(20);
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(3);
    expect(makeKnownItems(documents, { limit: 20, seed: 5 })).toEqual(items);
    expect(makeKnownItems(documents, { limit: 99, seed: 5 })).toHaveLength(60);
  });

  it('never exceed the limit, and every query leads to one target, whatever the documents are', () => {
    const words = fc.string({ unit: fc.constantFrom('garden ', 'tulip ', 'winter ', 'Ω ', '. ', '\n\n', ' › '), maxLength: 40 });
    const document = fc.record({
      target: fc.constantFrom('a', 'b', 'c'),
      title: fc.option(words),
      language: fc.option(fc.constantFrom('en', 'ru')),
      passages: fc.array(fc.record({ heading: words, text: words }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 8 }), fc.nat(10), fc.nat(), (documents, limit, seed) => {
        const items = makeKnownItems(documents, { limit, seed });
        expect(items.length).toBeLessThanOrEqual(limit);
        expect(new Set(items.map(({ query }) => query)).size).toBe(items.length);
      }),
    );
  });

  it('take turns between languages', () => {
    const documents = ['en', 'en', 'en', 'ru', null, 'ru'].map((language, index) => ({ language, index }));
    expect(spreadLanguages(documents).map(({ language }) => language)).toEqual(['en', 'ru', null, 'en', 'ru', 'en']);
    expect(spreadLanguages([])).toEqual([]);
  });
});
