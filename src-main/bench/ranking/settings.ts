import type { RankingWeights } from '#engine/search/ranking-weights.ts';
import type { Random } from '../random.ts';

/** What each weight is tried at. */
const TRIED: readonly {
  readonly name: string;
  readonly values: readonly number[];
  with(weights: RankingWeights, value: number): RankingWeights;
  of(weights: RankingWeights): number;
}[] = [
  weight('words', 'k1', [0.6, 0.75, 0.9, 1.2, 1.6]),
  weight('words', 'b', [0.2, 0.4, 0.6, 0.7, 0.8]),
  weight('words', 'rarity', [1, 1.15, 1.3, 1.5, 1.8]),
  weight('words', 'exact', [0, 0.1, 0.2, 0.3, 0.45, 0.6]),
  weight('document', 'weight', [0, 0.5, 0.85, 1, 1.5, 2]),
  weight('document', 'k1', [0.6, 0.9, 1.2, 1.6, 2.4]),
  weight('document', 'b', [0, 0.1, 0.2, 0.3, 0.4]),
  weight('document', 'title', [1, 3, 5, 8, 12]),
  weight('fusion', 'meaning', [0.2, 0.3, 0.38, 0.45, 0.6, 0.8]),
  weight('fusion', 'question', [0.75, 0.9, 1, 1.15, 1.3, 1.6]),
  weight('fusion', 'exact', [0.25, 0.5, 0.75, 1]),
  weight('fusion', 'foreign', [0, 0.1, 0.2, 0.3, 0.5, 1]),
  weight('fusion', 'floor', [0, 0.25, 0.45, 0.6, 0.75, 1]),
];

function weight<P extends keyof RankingWeights>(part: P, key: keyof RankingWeights[P] & string, values: readonly number[]) {
  return {
    name: `${part}.${key}`,
    values,
    with: (weights: RankingWeights, value: number): RankingWeights => ({
      ...weights,
      [part]: { ...weights[part], [key]: value },
    }),
    of: (weights: RankingWeights): number => Number(weights[part][key]),
  };
}

/** Every setting that differs from the given one in one weight. */
export function singleChanges(from: RankingWeights): RankingWeights[] {
  return TRIED.flatMap((tried) =>
    tried.values.filter((value) => value !== tried.of(from)).map((value) => tried.with(from, value)),
  );
}

/** Settings in which a third of the weights differ from the given one, on average. */
export function randomSettings(from: RankingWeights, count: number, random: Random): RankingWeights[] {
  return Array.from({ length: count }, () =>
    TRIED.reduce(
      (weights, tried) =>
        random.uniform() < 1 / 3 ? tried.with(weights, random.shuffle(tried.values)[0] ?? tried.of(weights)) : weights,
      from,
    ),
  );
}

export function describeChange(from: RankingWeights, to: RankingWeights): string {
  const changed = TRIED.filter((tried) => tried.of(from) !== tried.of(to)).map((tried) => `${tried.name} ${tried.of(to)}`);
  return changed.length === 0 ? 'as shipped' : changed.join(', ');
}
