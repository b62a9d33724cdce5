/** Segmenters of one language. Each is made when it is first used: making one costs more than most texts. */
export type Segmenters = { readonly sentence: Intl.Segmenter; readonly word: Intl.Segmenter; readonly grapheme: Intl.Segmenter };

/** Segmenters by language, kept for as long as the pool. Null: the rules that all languages share. */
export type SegmenterPool = (language: string | null) => Segmenters;

export function createSegmenterPool(): SegmenterPool {
  const pool = new Map<string, Intl.Segmenter>();
  return (language) => {
    const get = (granularity: 'sentence' | 'word' | 'grapheme'): Intl.Segmenter => {
      const key = `${language} ${granularity}`;
      const known = pool.get(key);
      if (known !== undefined) return known;
      const segmenter = new Intl.Segmenter(language ?? 'en', { granularity });
      pool.set(key, segmenter);
      return segmenter;
    };
    return {
      get sentence() {
        return get('sentence');
      },
      get word() {
        return get('word');
      },
      get grapheme() {
        return get('grapheme');
      },
    };
  };
}
