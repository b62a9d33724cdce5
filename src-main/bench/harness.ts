import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Where the judged sets and sample files lie; the README names the variable. */
export const sharedData = process.env['AKIN_DATA'] ?? join(projectRoot, '..', 'shared', 'data');

/** Things that take long to make and are the same on every run; ignored by git. */
export const cacheFolder = process.env['AKIN_BENCH_CACHE'] ?? join(projectRoot, '.cache', 'bench');

export type BenchOptions = {
  /** Small inputs, one round: shows that the bench runs, not what the product can do. */
  readonly isSmallest: boolean;
  readonly hasPeers: boolean;
};

export function readBenchOptions(argv: readonly string[]): BenchOptions {
  return { isSmallest: argv.includes('--smallest'), hasPeers: !argv.includes('--no-peers') };
}

/** What a number is worth nothing without. */
export function describeMachine(): Record<string, unknown> {
  const features = ['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8'];
  const flags = new Set(
    process.platform === 'linux' ? /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') : [],
  );
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    processorFeatures: features.filter((feature) => flags.has(feature)),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
}

/** Benches that belong together: the folder that their results lie in, and the sources that they measure. */
export type BenchFamily = { readonly folder: string; readonly sources: readonly string[] };

const ENGINE_BENCHES: BenchFamily = { folder: 'src-main/bench', sources: ['src-main', 'package-lock.json'] };

export function resultFile(name: string, { folder } = ENGINE_BENCHES): string {
  return join(projectRoot, folder, 'results', `${name}.json`);
}

/** The commit that is measured, and whether the sources differ from it; results of benches are no sources. */
export function describeCommit({ folder, sources } = ENGINE_BENCHES): string {
  const measured = [...sources, `:!${folder}/results`];
  const isClean = git('status', '--porcelain', '--untracked-files=no', '--', ...measured) === '';
  return `${git('rev-parse', 'HEAD')}${isClean ? '' : ' with changes'}`;
}

/** Writes `results/<name>.json` with machine, commit and command, replacing the last one. Returns its path. */
export function storeResult(name: string, result: unknown, family = ENGINE_BENCHES): string {
  const file = resultFile(name, family);
  const commit = describeCommit(family);
  const program = relative(projectRoot, process.argv[1] ?? '')
    .split(sep)
    .join('/');
  const command = `node ${program} ${process.argv.slice(2).join(' ')}`.trim();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ command, commit, machine: describeMachine(), result }, null, 2)}\n`);
  return file;
}

/** Nearest-rank percentile of unsorted values; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Proportional set size of a process and all its descendants, in bytes: shared pages counted once. Linux alone. */
export function proportionalSetSize(rootPid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name)
      ? readProc(`/proc/${name}/stat`)
          ?.replace(/^.*\) /s, '')
          .split(' ')[1]
      : undefined;
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isDescendant = (pid: number): boolean => pid === rootPid || (parents.has(pid) && isDescendant(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isDescendant).reduce((sum, pid) => {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
    return sum + Number(kilobytes ?? 0) * 1024;
  }, 0);
}

/** Null where the process ended meanwhile. */
function readProc(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

export type Benches = Readonly<Record<string, (options: BenchOptions) => Promise<unknown>>>;

/** Runs the benches that the command line names, or all of them, and stores what they measure. Throws for a name that there is not. */
export async function runNamedBenches(benches: Benches, argv: readonly string[], family?: BenchFamily): Promise<void> {
  const options = readBenchOptions(argv);
  const named = argv.filter((argument) => !argument.startsWith('--'));
  const unknown = named.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  for (const [name, run] of Object.entries(benches)) {
    if (named.length > 0 && !named.includes(name)) continue;
    process.stdout.write(`== ${name}\n`);
    const result = await run(options);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    // A smallest run shows that the bench works; its numbers say nothing.
    if (!options.isSmallest) process.stdout.write(`stored in ${storeResult(name, result, family)}\n`);
  }
}
