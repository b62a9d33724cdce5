import { expect, test } from 'vitest';
import { createTerminal, withoutControls } from './terminal.ts';

function written(
  isTTY: boolean,
  environment: NodeJS.ProcessEnv,
  use: (terminal: ReturnType<typeof createTerminal>) => void,
): string {
  let text = '';
  const sink = { isTTY, columns: 20, write: (chunk: unknown) => ((text += String(chunk)), true) };
  use(createTerminal({ stdout: sink, stderr: sink, environment }));
  return text;
}

test('highlights are marked on a terminal alone, and not where its user wants no colours', () => {
  const mark = (isTTY: boolean, environment: NodeJS.ProcessEnv) =>
    written(isTTY, environment, (terminal) => terminal.printLine(terminal.mark('x')));
  expect([mark(true, {}), mark(false, {}), mark(true, { NO_COLOR: '1' }), mark(true, { TERM: 'dumb' })]).toEqual([
    '\u001b[7mx\u001b[27m\n',
    'x\n',
    'x\n',
    'x\n',
  ]);
});

test('a progress line never wraps, gives way to what is told, and is for terminals alone', () => {
  const show = (terminal: ReturnType<typeof createTerminal>): void => {
    terminal.showProgress('a'.repeat(30));
    terminal.tell('told');
  };
  expect(written(true, {}, show)).toBe(`${'a'.repeat(19)}\r\u001b[Ktold\n`);
  expect(written(false, {}, show)).toBe('told\n');
});

test('text from documents cannot steer the terminal', () => {
  expect(withoutControls('a\u001b[2Jb\u009b1mc\rd\u0007\n\te\u0000')).toBe('a[2Jb1mcd\n\te');
});
