import type { Catalogue, MessageKey, MessageValues } from './catalogue.ts';
import { loadCatalogue, type Language } from './languages.ts';

/** Sentences, numbers and times in one language. */
export type Speech = {
  readonly locale: string;
  /** The sentence for a key, its placeholders filled in; numbers are written the language's way. */
  say<K extends MessageKey>(key: K, ...values: [keyof MessageValues<K>] extends [never] ? [] : [MessageValues<K>]): string;
  number(value: number): string;
  /** A rounded duration in its largest fitting unit: "2 min", "3 hr". At least one second. */
  duration(milliseconds: number): string;
  /** "3 days ago" within a week, "2 Feb" within the year, "2 Feb 2023" before. Both in milliseconds since 1970. */
  when(then: number, now: number): string;
  /** Short statements in one line, parted by dots, or by commas where they are one thought. */
  join(statements: readonly string[], sign?: 'dot' | 'comma'): string;
  /** The full date and time, for a tooltip. */
  exactly(then: number): string;
};

const COMMAS: Readonly<Record<string, string>> = { fa: '، ', zh: '，' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export function createSpeech(locale: string, catalogue: Catalogue): Speech {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const fullDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const comma = COMMAS[locale] ?? ', ';
  // A dot beside Persian digits reads as their zero.
  const dot = locale === 'fa' ? comma : ' · ';
  // A name in Latin letters would drag the words around it to its own side: marks that are not seen keep it apart.
  const isolate = (value: string): string => (locale === 'fa' ? `\u2068${value}\u2069` : value);

  function duration(milliseconds: number): string {
    const [value, unit] = largestUnit(milliseconds);
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  }

  function when(then: number, now: number): string {
    const age = now - then;
    if (age >= 0 && age < MINUTE_MS) return relative.format(0, 'minute');
    if (age >= 0 && age < HOUR_MS) return relative.format(-Math.floor(age / MINUTE_MS), 'minute');
    if (age >= 0 && age < DAY_MS) return relative.format(-Math.floor(age / HOUR_MS), 'hour');
    if (age >= 0 && age < 7 * DAY_MS) return relative.format(-Math.floor(age / DAY_MS), 'day');
    const isThisYear = new Date(then).getFullYear() === new Date(now).getFullYear();
    return (isThisYear ? dayOfYear : fullDate).format(then);
  }

  return {
    locale,
    say(key, ...[values]) {
      const message = catalogue[key];
      const given: Readonly<Record<string, string | number>> = values ?? {};
      const sentence = typeof message === 'string' ? message : (message[pluralOf(given['count'])] ?? message.other);
      return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
        const value = given[name];
        if (value === undefined) return placeholder;
        return typeof value === 'number' ? numbers.format(value) : isolate(value);
      });
    },
    number: (value) => numbers.format(value),
    duration,
    when,
    join: (statements, sign = 'dot') => statements.join(sign === 'comma' ? comma : dot),
    exactly: (then) => exact.format(then),
  };

  function pluralOf(count: string | number | undefined): Intl.LDMLPluralRule {
    return typeof count === 'number' ? plurals.select(count) : 'other';
  }
}

function largestUnit(milliseconds: number): [value: number, unit: 'second' | 'minute' | 'hour' | 'day'] {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.round(seconds / 60), 'minute'];
  if (seconds < 48 * 3600) return [Math.round(seconds / 3600), 'hour'];
  return [Math.round(seconds / 86_400), 'day'];
}

/** The sentences of a language, its catalogue loaded. */
export async function loadSpeech(language: Language): Promise<Speech> {
  return createSpeech(language, await loadCatalogue(language));
}
