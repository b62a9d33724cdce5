/** Colours and movements of a terminal: CSI sequences, titles of windows, single shifts. */
const TERMINAL_ESCAPE =
  /\u001b(?:\[[0-9:;<=>?]{0,100}[ -/]{0,10}[@-~]|\][^\u0007\u001b\n]{0,1000}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

/** The text that a terminal would show, without its escape sequences and what was typed over by a backspace. */
export function withoutEscapes(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(TERMINAL_ESCAPE, '') : text;
  return plain.includes('\b') ? plain.replace(/[^\n\b]\u0008/g, '') : plain;
}
