type Sink = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a command writes to. Results go to stdout, all else to stderr. */
export type Terminal = {
  /** Writes exactly this. */
  print(text: string): void;
  printLine(line?: string): void;
  printJson(value: unknown): void;
  tell(sentence: string): void;
  /** Shows one line on stderr in place of the one before, and only where it is a terminal. Null takes it away. */
  showProgress(line: string | null): void;
  mark(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  readonly isStdoutTerminal: boolean;
  /** How wide stdout is; 80 where it is no terminal. */
  readonly columns: number;
};

export type TerminalOptions = { readonly stdout: Sink; readonly stderr: Sink; readonly environment: NodeJS.ProcessEnv };

/** Colours only on a terminal whose user did not forbid them (no-color.org). */
export function createTerminal({ stdout, stderr, environment }: TerminalOptions): Terminal {
  const isStdoutTerminal = stdout.isTTY === true;
  const hasColours = isStdoutTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const style = (on: number, off: number) => (text: string) => (hasColours ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  let hasProgress = false;

  function clearProgress(): void {
    if (hasProgress) stderr.write('\r\u001b[K');
    hasProgress = false;
  }

  return {
    print: (text) => void stdout.write(text),
    printLine: (line = '') => void stdout.write(`${line}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, isStdoutTerminal ? 2 : 0)}\n`),
    tell(sentence) {
      clearProgress();
      stderr.write(`${sentence}\n`);
    },
    showProgress(line) {
      if (stderr.isTTY !== true) return;
      clearProgress();
      if (line === null) return;
      // A line that wraps could not be taken back.
      stderr.write(line.slice(0, (stderr.columns ?? 80) - 1));
      hasProgress = true;
    },
    mark: style(7, 27),
    dim: style(2, 22),
    bold: style(1, 22),
    isStdoutTerminal,
    columns: stdout.columns ?? 80,
  };
}

/** Text of a document or a file's name, made harmless: it could otherwise steer the terminal it is shown on. */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '');
}
