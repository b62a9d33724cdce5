import { foldValue } from './digits.ts';
import type { Range } from './query-tree.ts';

const COMPARISON = /^(>=|<=|[<>=≥≤])\s*(.+)$/;
const RANGE = /^(.*?)\s*(?:\.{2,3}|~|(?<=.)-(?=.))\s*(.*)$/;
const SIZE = /^(\d{1,15})(?:[.,٫،](\d{1,6}))? ?(\p{L}{0,8})$/u;

/** Powers of 1024, as file managers count; the letters that Russian, French and Persian people write are units, too. */
const UNITS: readonly (readonly [exponent: number, names: string])[] = [
  [0, 'b byte bytes o octets б байт بایت'],
  [1, 'k kb kib ko к кб کیلوبایت'],
  [2, 'm mb mib mo м мб مگابایت'],
  [3, 'g gb gib go г гб گیگابایت'],
  [4, 't tb tib to т тб ترابایت'],
];
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(([exponent, names]) => names.split(' ').map((name) => [name, exponent] as const)),
);

/** A size as written: its bytes, and how many more round to it, so that `10mb` is all that shows as 10 MB. */
type Size = { readonly bytes: number; readonly step: number };

/**
 * The sizes in bytes that a value of `size:` stands for, or null where it is none: `>10mb`, `>=10mb`, `<1k`, `<=1k`,
 * `10k..2m` (also `10k-2m`; both included, either of them open), and `10mb`, at least that much but less than `11mb`.
 */
export function resolveSize(text: string): Range | null {
  const folded = foldValue(text);
  return resolveComparison(folded) ?? resolveRange(folded) ?? resolveRounded(folded);
}

function resolveComparison(text: string): Range | null {
  const [, sign, operand] = COMPARISON.exec(text) ?? [];
  const size = operand === undefined ? null : parseSize(operand);
  if (operand === undefined || size === null) return null;
  if (sign === '>') return { from: size.bytes + 1, before: null };
  if (sign === '>=' || sign === '≥') return { from: size.bytes, before: null };
  if (sign === '=') return resolveRounded(operand);
  const before = sign === '<' ? size.bytes : size.bytes + 1;
  // Nothing is smaller than nothing.
  return before === 0 ? null : { from: null, before };
}

function resolveRange(text: string): Range | null {
  const [, first, second] = RANGE.exec(text) ?? [];
  if (first === undefined || second === undefined || first + second === '') return null;
  const start = first === '' ? null : parseSize(first);
  const end = second === '' ? null : parseSize(second);
  if ((first !== '' && start === null) || (second !== '' && end === null)) return null;
  if (start !== null && end !== null) {
    return { from: Math.min(start.bytes, end.bytes), before: Math.max(start.bytes, end.bytes) + 1 };
  }
  return { from: start?.bytes ?? null, before: end === null ? null : end.bytes + 1 };
}

function resolveRounded(text: string): Range | null {
  const size = parseSize(text);
  return size === null ? null : { from: size.bytes, before: size.bytes + size.step };
}

function parseSize(text: string): Size | null {
  const [, whole, fraction = '', unit = ''] = SIZE.exec(text) ?? [];
  const exponent = unit === '' ? 0 : EXPONENTS.get(unit);
  if (whole === undefined || exponent === undefined) return null;
  const scale = 1024 ** exponent;
  const bytes = Math.floor(Number(`${whole}.${fraction}`) * scale);
  // Beyond what a file can have, numbers are no longer exact.
  return Number.isSafeInteger(bytes) ? { bytes, step: Math.max(1, Math.floor(scale / 10 ** fraction.length)) } : null;
}
