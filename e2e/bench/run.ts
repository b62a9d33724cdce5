import { runNamedBenches, type BenchFamily, type Benches } from '../../src-main/bench/harness.ts';
import { runBundleBench } from './bundle.ts';
import { runFirstPaintBench } from './first-paint.ts';
import { runScrollingBench } from './scrolling.ts';
import { runQuickBench, runTypingBench } from './typing.ts';

/** Runs all benches of the interface, or those named on the command line: the built product in a real browser. */
const BENCHES: Benches = {
  bundle: runBundleBench,
  'first-paint': runFirstPaintBench,
  typing: runTypingBench,
  quick: runQuickBench,
  scrolling: runScrollingBench,
};

const FAMILY: BenchFamily = { folder: 'e2e/bench', sources: ['src-main', 'src-renderer', 'package-lock.json'] };

await runNamedBenches(BENCHES, process.argv.slice(2), FAMILY);
