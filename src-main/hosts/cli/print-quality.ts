import type { MineReport, ModeQuality, QualityByMode, QualityDifference } from '#contract';
import type { Terminal } from './terminal.ts';

const MODES = ['words', 'meaning', 'hybrid'] as const;
const COLUMNS = ['nDCG@10', '95 % interval', 'recall@100', 'MRR@10', 'p50', 'p95'];
const FIRST_WIDTH = 10;
const WIDTHS = [9, 16, 12, 8, 10, 10];

/** A table of one line a mode, under its heading. */
export function modeLines(modes: QualityByMode): string[] {
  return [line('', COLUMNS), ...MODES.map((mode) => line(mode, cells(modes[mode])))];
}

/** The whole report for people: all queries, what sets hybrid apart, and each kind of query. */
export function mineLines(report: MineReport, { bold }: Pick<Terminal, 'bold'>): string[] {
  const languages = report.languages.map(({ language, queries }) => `${language} ${queries}`).join(', ');
  return [
    bold(`${report.queries} queries for ${report.documents} documents of yours, model ${report.model}`),
    `Languages: ${languages}`,
    ...modeLines(report.modes),
    ...(report.differences === null ? [] : differenceLines(report.differences)),
    ...report.kinds.flatMap(({ kind, queries, modes }) => [
      '',
      bold(`${queries} ${queries === 1 ? kind : `${kind}s`}`),
      ...modeLines(modes),
    ]),
  ];
}

function differenceLines({ hybridLessWords, hybridLessMeaning }: NonNullable<MineReport['differences']>): string[] {
  return [`hybrid less words ${signed(hybridLessWords)}, less meaning ${signed(hybridLessMeaning)}`];
}

function signed({ mean, interval }: QualityDifference): string {
  const sign = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
  return `${sign(mean)} (${sign(interval[0])} to ${sign(interval[1])})`;
}

function cells({ ndcg10, interval, recall100, mrr10, p50Ms, p95Ms }: ModeQuality): string[] {
  const share = (value: number | null): string => value?.toFixed(3) ?? '-';
  const time = (value: number | null): string => (value === null ? '-' : `${value.toFixed(1)} ms`);
  const between = interval === null ? '-' : `${share(interval[0])}-${share(interval[1])}`;
  return [share(ndcg10), between, share(recall100), share(mrr10), time(p50Ms), time(p95Ms)];
}

function line(name: string, values: readonly string[]): string {
  return `${name.padEnd(FIRST_WIDTH)}${values.map((value, index) => value.padStart(WIDTHS[index] ?? 0)).join('')}`;
}
