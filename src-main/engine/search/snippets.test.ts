import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlightTerms } from './highlights.ts';
import { planQuery } from './query-plan.ts';
import { createSnippetChooser, SNIPPET_CHARS } from './snippets.ts';

const chooseSnippet = createSnippetChooser();

function snippetFor(text: string, query: string): string {
  const { matches } = highlightTerms(text, new Set(planQuery(query, { now: 0 }).terms));
  const { start, end } = chooseSnippet(text, matches);
  return text.slice(start, end);
}

/** Long enough to push what surrounds it out of a snippet. */
const PADDING = {
  en: 'The house has a roof of slate, walls of brick and a small garden that nobody has looked after for a long time now, as far as anyone in the street can tell from the pavement in front of its rusty gate and the old wooden fence beside it.',
  fa: 'این خانه سقفی از سنگ و دیوارهایی از آجر دارد و باغچهٔ کوچکی در پشت آن است که سال‌هاست هیچ کس به آن نرسیده و همسایه‌ها هم از پیاده‌رو چیزی جز در زنگ‌زدهٔ آن و نردهٔ چوبی کهنه‌ای که کنارش افتاده نمی‌بینند و از آن چیزی نمی‌گویند.',
  ru: 'У дома шиферная крыша, кирпичные стены и маленький сад, за которым давно уже никто не ухаживает, насколько это видно с улицы прохожим, которые смотрят на ржавую калитку и старый деревянный забор, стоящий рядом с ней много лет.',
  zh: '这座房子有石板屋顶和砖墙，后面还有一个小花园，很久没有人打理了，街上的行人只能看见生锈的大门和旁边那道旧木栅栏，谁也说不清它究竟属于谁，也没有人记得上一次有人从里面走出来是什么时候，只有几只猫偶尔会从墙头跳下来，在门口晒一会儿太阳，然后又慢慢地走开，消失在街角的那一边，直到第二天早晨才会再回来，这样的日子已经过去了好多年。',
} as const;

describe('the snippet of a long passage', () => {
  const golden = [
    ['en', 'when is rent due', 'Rent is due on the third day of each month.', 'Another tenant pays rent by cheque.'],
    ['fa', 'سررسید اجاره', 'سررسید اجاره روز سوم هر ماه است.', 'همسایه هم اجاره می‌دهد.'],
    ['ru', 'срок уплаты аренды', 'Срок уплаты аренды наступает третьего числа.', 'Сосед говорит: срок ещё не настал.'],
    ['zh', '租金到期', '租金到期日为每月三日。', '邻居也付租金。'],
  ] as const;
  test.each(golden)('is the sentence that has the most of the query (%s)', (language, query, answer, decoy) => {
    const padding = PADDING[language];
    const text = [decoy, padding, padding, answer, padding, padding].join(language === 'zh' ? '' : ' ');
    expect(snippetFor(text, query)).toContain(answer);
    expect(snippetFor(text, query)).not.toContain(decoy);
  });

  test('takes sentences side by side where no single one has it all, and the room that is left', () => {
    const text = `${PADDING.en} Rent is due on the third. Heating is billed in May. It is cold. ${PADDING.en}`;
    expect(snippetFor(text, 'rent heating')).toBe('Rent is due on the third. Heating is billed in May. It is cold.');
  });

  test('has nothing before an answer that would push it out of three lines of a narrow list', () => {
    const answer = 'Rent is due on the third, and heating is billed in May of each year.';
    const [short, long] = [
      'It is cold.',
      'The wind comes from the hills in autumn, and nobody has ever thought of a wall against it or planted a hedge.',
    ];
    expect(snippetFor(`${PADDING.en} ${long} ${answer}`, 'rent heating')).toBe(answer);
    expect(snippetFor(`${PADDING.en} ${short} ${answer}`, 'rent heating')).toBe(`${short} ${answer}`);
  });

  test('is not chosen by words that tell nothing, where others of the query stand in the passage', () => {
    const answer = 'Tickets are in the mail: your night train is booked.';
    const table = 'From home to Lisbon by train, on foot where there is none.';
    const text = `${table} ${PADDING.en} ${answer}`;
    const terms = new Set(['where', 'night', 'train', 'by', 'on']);
    const { matches } = highlightTerms(text, terms, undefined, new Set(['where', 'by', 'on']));
    const { start, end } = chooseSnippet(text, matches);
    expect(text.slice(start, end)).toBe(answer);
  });

  test('prefers a rare term to a frequent one', () => {
    const text = `The rent. ${PADDING.en} ${'Rent again. '.repeat(5)}${PADDING.en} The notice period is long. ${PADDING.en}`;
    expect(snippetFor(text, 'rent notice')).toContain('The notice period is long.');
  });

  test('does not end at an abbreviation, and ends at blank lines and entries of lists', () => {
    const text = `${PADDING.en}\n\nNotes\n\n- ask Dr. Weber about the boiler\n- pay\n\n${PADDING.en}`;
    expect(snippetFor(text, 'Weber')).toMatch(/^- ask Dr\. Weber about the boiler\n- pay\n\nThe house/);
  });

  test('of a sentence that is too long lies around its terms, cut between words', () => {
    const text = `${'before '.repeat(100)}found things${' after'.repeat(100)}`;
    expect(snippetFor(text, 'found')).toMatch(/^(before )+found things( after)+$/);
  });

  test('is the beginning where no term stands', () => {
    expect(snippetFor(`Rent is due. ${PADDING.en} ${PADDING.en}`, 'elephants')).toBe(`Rent is due. ${PADDING.en}`);
  });
});

test('a short passage is its own snippet, without the white space around it', () => {
  expect(snippetFor('  Rent is due.\n', 'rent')).toBe('Rent is due.');
  expect(chooseSnippet('', [])).toEqual({ start: 0, end: 0 });
  expect(chooseSnippet('  \n', [])).toEqual({ start: 0, end: 0 });
});

test('a snippet lies in its passage, splits no character, is hardly longer than allowed, and shows a match where there is one', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.constantFrom('. ', '\n', '\r\n', '\n\n- ', '。', '؟ ', 'Dr. ', ' ', '👩‍👩‍👧', '\u200f', 'سال‌ها ', 'ё', '𠮷𠮷'),
  );
  const passage = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const places = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 12 }), fc.constantFrom('rent', '租金', 'и')), {
    maxLength: 12,
  });
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  fc.assert(
    fc.property(passage, places, (text, chosen) => {
      const starts = Array.from(graphemes.segment(text), ({ index }) => index);
      const borders = new Set([...starts, text.length]);
      const matches = chosen
        .flatMap(([at, length, term]) => {
          const start = at % Math.max(1, text.length);
          const end = Math.min(text.length, start + length);
          return text.slice(start, end).trim() === '' ? [] : [{ start, end, term }];
        })
        .sort((left, right) => left.start - right.start);
      const { start, end } = chooseSnippet(text, matches);
      expect(borders.has(start) && borders.has(end) && start <= end).toBe(true);
      const longest = Math.max(0, ...starts.map((from, index) => (starts[index + 1] ?? text.length) - from));
      expect(end - start).toBeLessThanOrEqual(SNIPPET_CHARS + 2 * longest);
      if (matches.length > 0) expect(matches.some((match) => match.start < end && match.end > start)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
