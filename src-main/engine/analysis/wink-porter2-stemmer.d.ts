declare module 'wink-porter2-stemmer' {
  /** The stem of a lower-case English word, by Snowball's English rules. */
  export default function stem(word: string): string;
}
