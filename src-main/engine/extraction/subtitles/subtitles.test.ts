import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCues, type Cue } from './cues.ts';
import { mergeIntoSentences } from './sentences.ts';

describe('parseCues', () => {
  it('reads a caption that rolls up once', () => {
    const source = `WEBVTT

00:00.000 --> 00:01.000
the harvest

00:01.000 --> 00:02.000
the harvest
was good

00:02.000 --> 00:03.000
was good
`;
    expect(parseCues(source).map(({ text }) => text)).toEqual(['the harvest', 'was good']);
  });

  it('keeps what is said twice with a pause between', () => {
    const source = '1\n00:00:01,000 --> 00:00:02,000\nNo!\n\n2\n00:00:03,000 --> 00:00:04,000\nNo!\n';
    expect(parseCues(source).map(({ text }) => text)).toEqual(['No!', 'No!']);
  });

  it('reads cues without numbers and without empty lines between them', () => {
    const source = '00:00:01.5 --> 00:00:02\nOne\n7\n00:00:03,000 --> 00:00:04,000\n1984\n';
    expect(parseCues(source)).toEqual([
      { startMs: 1500, endMs: 2000, text: 'One' },
      { startMs: 3000, endMs: 4000, text: '1984' },
    ]);
  });
});

describe('mergeIntoSentences', () => {
  const cue = fc.record({
    gapMs: fc.nat(4000),
    lengthMs: fc.nat(3000),
    text: fc.constantFrom('one', 'two.', '三，', '四', 'last?'),
  });

  it('loses no letter, keeps the order of time, and ends at the end of a sentence', () => {
    fc.assert(
      fc.property(fc.array(cue), (drafts) => {
        let timeMs = 0;
        const cues = drafts.map(({ gapMs, lengthMs, text }): Cue => {
          const startMs = timeMs + gapMs;
          timeMs = startMs + lengthMs;
          return { startMs, endMs: timeMs, text };
        });
        const merged = mergeIntoSentences(cues);
        const letters = (all: readonly Cue[]): string => all.map(({ text }) => text.replaceAll(' ', '')).join('');
        expect(letters(merged)).toBe(letters(cues));
        expect(merged.every(({ text }) => !/[.?] /.test(text))).toBe(true);
        expect(merged.every(({ startMs }, index) => index === 0 || startMs >= (merged[index - 1]?.endMs ?? 0))).toBe(true);
        expect(merged.at(-1)?.endMs).toBe(cues.at(-1)?.endMs);
      }),
    );
  });
});
