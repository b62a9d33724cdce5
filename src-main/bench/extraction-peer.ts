import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type PeerResult = { readonly text: string; readonly cpuSeconds: number };

/** Runs `pdftotext` on each file; null where it is not installed. `text` is empty for a file that it cannot read. */
export function runPdftotext(paths: readonly string[]): PeerResult[] | null {
  if (spawnSync('pdftotext', ['-v']).error !== undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'akin-bench-'));
  try {
    const script = fileURLToPath(new URL('peers/pdftotext.sh', import.meta.url));
    const { stdout } = spawnSync('bash', [script, folder], {
      input: paths.map((path) => `${path}\n`).join(''),
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    if (lines.length !== paths.length) throw new Error('The peer script broke off');
    let before = 0;
    return lines.map((line, index) => {
      const [, user = '', system = ''] = line.split(' ');
      const total = secondsOf(user) + secondsOf(system);
      const cpuSeconds = total - before;
      before = total;
      const file = join(folder, `${index}.txt`);
      return { text: existsSync(file) ? readFileSync(file, 'utf8') : '', cpuSeconds };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `1m2.345s`, as bash's `times` prints it. */
function secondsOf(text: string): number {
  const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
