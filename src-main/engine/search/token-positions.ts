/** The tokens that a query is asked with, each once, by their positions. */
export type TokenPositions = {
  /** The position of a token; one that is not there yet is added. */
  place(token: string): number;
  /** In the order in which they came. */
  readonly tokens: readonly string[];
};

export function createTokenPositions(known: readonly string[] = []): TokenPositions {
  const tokens = [...known];
  const positions = new Map(known.map((token, position) => [token, position]));
  return {
    tokens,
    place(token) {
      const position = positions.get(token) ?? tokens.length;
      if (position === tokens.length) {
        tokens.push(token);
        positions.set(token, position);
      }
      return position;
    },
  };
}
