import { readBenchOptions, storeResult, type BenchFamily, type BenchOptions } from '../../src-main/bench/harness.ts';
import { runBundleBench } from './bundle.ts';
import { runFirstPaintBench } from './first-paint.ts';
import { runScrollingBench } from './scrolling.ts';
import { runQuickBench, runTypingBench } from './typing.ts';

/** Runs all benches of the interface, or those named on the command line: the built product in a real browser. */
const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<unknown>>> = {
  bundle: runBundleBench,
  'first-paint': runFirstPaintBench,
  typing: runTypingBench,
  quick: runQuickBench,
  scrolling: runScrollingBench,
};

const FAMILY: BenchFamily = { folder: 'e2e/bench', sources: ['src-main', 'src-renderer', 'package-lock.json'] };

const argv = process.argv.slice(2);
const options = readBenchOptions(argv);
const named = argv.filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

for (const [name, run] of Object.entries(BENCHES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  process.stdout.write(`== ${name}\n`);
  const result = await run(options);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  // A smallest run shows that the bench works; its numbers say nothing.
  if (!options.isSmallest) process.stdout.write(`stored in ${storeResult(name, result, FAMILY)}\n`);
}
