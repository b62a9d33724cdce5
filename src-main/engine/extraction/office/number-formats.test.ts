import { describe, expect, it } from 'vitest';
import { formatNumber, numberKindOf } from './number-formats.ts';

describe('numberKindOf', () => {
  it.each([
    [14, undefined, 'date'],
    [0, undefined, 'number'],
    [46, undefined, 'duration'],
    [164, 'yyyy-mm-dd', 'date'],
    [164, 'dd/mm/yyyy hh:mm', 'dateTime'],
    [164, 'mmmm', 'date'],
    [164, 'h:mm AM/PM', 'time'],
    [164, '[h]:mm:ss', 'duration'],
    [164, '0.0%', 'percent'],
    [164, '#,##0 "days"', 'number'],
    [164, '[Red]#,##0.00;[Blue]-d', 'number'],
    [164, '[$-F800]dddd\\,\\ mmmm\\ dd', 'date'],
    [164, 'General', 'number'],
    [164, '0.00E+00', 'number'],
  ])('%s %s is a %s', (id, code, kind) => {
    expect(numberKindOf(id, code)).toBe(kind);
  });
});

describe('formatNumber', () => {
  const since1904 = false;

  it.each([
    ['45352', 'date', '2024-03-01'],
    ['1', 'date', '1900-01-01'],
    ['61', 'date', '1900-03-01'],
    ['45352.75', 'dateTime', '2024-03-01 18:00'],
    ['45352', 'dateTime', '2024-03-01'],
    ['0.999999999', 'time', '00:00'],
    ['1.5', 'duration', '36:00'],
    ['0.1234', 'percent', '12.34%'],
    ['0.30000000000000004', 'number', '0.3'],
    ['12345678901234567', 'number', '12345678901234567'],
    ['-1e3', 'number', '-1000'],
    ['99999999', 'date', '99999999'],
    ['not a number', 'number', 'not a number'],
  ] as const)('%s as %s is %s', (raw, kind, text) => {
    expect(formatNumber(raw, kind, { since1904 })).toBe(text);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(formatNumber('0', 'date', { since1904: true })).toBe('1904-01-01');
  });
});
