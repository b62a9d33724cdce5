import { expect, test } from 'vitest';
import { en } from '../locales/en.ts';
import { createSpeech, loadSpeech } from './speech.ts';

const speech = createSpeech('en', en);

test('a sentence takes its plural form and writes numbers the language’s way', () => {
  expect([1, 2, 12_431].map((count) => speech.say('search.documents', { count }))).toEqual([
    '1 document',
    '2 documents',
    '12,431 documents',
  ]);
});

test('every placeholder of a sentence is filled', () => {
  expect(speech.say('status.searchable', { done: 3, total: 1200 })).toBe('3 of 1,200 searchable');
});

test('durations are rounded to their largest unit and never nothing', () => {
  expect([0, 40_000, 130_000, 3 * 3_600_000, 72 * 3_600_000].map(speech.duration)).toEqual([
    '1 sec',
    '40 sec',
    '2 min',
    '3 hr',
    '3 days',
  ]);
});

test('times are relative within a week, dates before and after', () => {
  const now = new Date(2026, 5, 15, 12).getTime();
  const day = 86_400_000;
  expect(
    [now - 1000, now - 5 * 60_000, now - day, now - 3 * day, now - 30 * day, now - 700 * day, now + day].map((then) =>
      speech.when(then, now),
    ),
  ).toEqual(['this minute', '5 minutes ago', 'yesterday', '3 days ago', 'May 16', 'Jul 15, 2024', 'Jun 16']);
});

test('Persian has its own digits, calendar and signs, and keeps names in Latin letters apart', async () => {
  const persian = await loadSpeech('fa');
  expect(persian.say('status.searchable', { done: 3, total: 1200 })).toBe('۳ از ۱٬۲۰۰ جست‌وجوپذیر');
  expect(persian.say('files.retryFile', { name: 'a.pdf' })).toBe('خواندن دوباره: \u2068a.pdf\u2069');
  expect(persian.duration(130_000)).toBe('۲ دقیقه');
  expect(persian.when(new Date(2024, 6, 15, 12).getTime(), new Date(2026, 5, 15).getTime())).toContain('۱۴۰۳');
  expect(persian.join(['۱۰', '۲۰'])).toBe('۱۰، ۲۰');
});

test('Russian and Chinese choose among the plural forms they have', async () => {
  const russian = await loadSpeech('ru');
  expect([1, 3, 5, 21].map((count) => russian.say('search.documents', { count }))).toEqual([
    '1 документ',
    '3 документа',
    '5 документов',
    '21 документ',
  ]);
  expect((await loadSpeech('zh')).say('search.documents', { count: 1 })).toBe('1 个文档');
});
