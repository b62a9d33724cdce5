import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = path.join(import.meta.dirname, '../..');

/** Rule, the file that breaks it, and what that file imports. */
const VIOLATIONS: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['no-cycles', 'src-main/engine/documents/cycle-a.ts', './cycle-b.ts'],
  ['no-unresolvable', 'src-main/engine/documents/lost.ts', './nowhere.ts'],
  ['no-dev-packages-in-the-product', 'src-main/engine/search/dev.ts', 'fast-check'],
  ['contract-is-innermost', 'src-main/contract/bad.ts', '#rpc'],
  ['rpc-knows-only-the-contract', 'src-main/rpc/bad.ts', '#engine/search/target.ts'],
  ['rpc-core-runs-anywhere', 'src-main/rpc/core.ts', 'node:fs'],
  ['leaf-documents', 'src-main/engine/documents/bad.ts', '#engine/storage/target.ts'],
  ['leaf-vectors', 'src-main/engine/vectors/bad.ts', '#engine/documents/target.ts'],
  ['leaves-import-types-only', 'src-main/engine/vectors/value.ts', '#contract'],
  ['engine-extraction', 'src-main/engine/extraction/bad.ts', '#engine/chunking/target.ts'],
  ['engine-chunking', 'src-main/engine/chunking/bad.ts', '#engine/embedding/target.ts'],
  ['engine-analysis', 'src-main/engine/analysis/bad.ts', '#engine/catalogue/target.ts'],
  ['engine-embedding', 'src-main/engine/embedding/bad.ts', '#engine/storage/target.ts'],
  ['engine-storage', 'src-main/engine/storage/bad.ts', '#engine/catalogue/target.ts'],
  ['engine-catalogue', 'src-main/engine/catalogue/bad.ts', '#engine/storage/target.ts'],
  ['engine-library', 'src-main/engine/library/bad.ts', '#engine/indexing/target.ts'],
  ['engine-personal', 'src-main/engine/personal/bad.ts', '#engine/search/target.ts'],
  ['engine-power', 'src-main/engine/power/bad.ts', '#engine/indexing/target.ts'],
  ['engine-indexing', 'src-main/engine/indexing/bad.ts', '#engine/search/target.ts'],
  ['engine-search', 'src-main/engine/search/bad.ts', '#engine/extraction/target.ts'],
  ['engine-related', 'src-main/engine/related/bad.ts', '#engine/extraction/target.ts'],
  ['engine-clustering', 'src-main/engine/clustering/bad.ts', '#engine/search/target.ts'],
  ['engine-reranking', 'src-main/engine/reranking/bad.ts', '#engine/search/target.ts'],
  ['engine-models', 'src-main/engine/models/bad.ts', '#engine/search/target.ts'],
  ['engine-evaluation', 'src-main/engine/evaluation/bad.ts', '#engine/extraction/target.ts'],
  ['only-the-index-puts-parts-together', 'src-main/engine/logger.ts', './search/target.ts'],
  ['parts-never-import-the-whole', 'src-main/engine/search/whole.ts', '#engine'],
  ['engine-has-no-host', 'src-main/engine/search/host.ts', '#hosts/cli/target.ts'],
  ['engine-has-no-host', 'src-main/engine/search/electron.ts', 'electron'],
  ['processes-run-engine-parts', 'src-main/processes/bad.ts', '#engine'],
  ['hosts-see-the-engine-from-outside', 'src-main/hosts/web/bad.ts', '#engine/search/target.ts'],
  ['desktop-never-loads-the-engine', 'src-main/hosts/desktop/bad.ts', '#engine'],
  ['host-cli-stands-alone', 'src-main/hosts/cli/bad.ts', '#hosts/web/target.ts'],
  ['host-web-stands-alone', 'src-main/hosts/web/other.ts', '#hosts/cli/target.ts'],
  ['host-desktop-stands-alone', 'src-main/hosts/desktop/other.ts', '#hosts/cli/target.ts'],
  ['no-network', 'src-main/engine/search/network.ts', 'node:https'],
  ['no-network', 'src-main/processes/network.ts', 'ws'],
  ['network-guard-comes-first', 'src-main/network/bad.ts', '#rpc'],
  ['no-child-processes', 'src-main/engine/search/spawn.ts', 'node:child_process'],
  ['nothing-imports-tests-or-benches', 'src-main/engine/search/bench.ts', '../../bench/target.ts'],
  ['renderer-sees-contract-and-rpc', 'src-renderer/client/bad.ts', '#engine/search/target.ts'],
  ['renderer-has-no-node', 'src-renderer/state/node.ts', 'node:fs'],
  ['text-imports-nothing', 'src-renderer/text/bad.ts', '../state/target.ts'],
  ['components-import-text', 'src-renderer/components/bad.ts', '../state/target.ts'],
  ['client-imports-the-contract', 'src-renderer/client/up.ts', '../state/target.ts'],
  ['state-imports-client-and-text', 'src-renderer/state/bad.ts', '../components/target.ts'],
  ['views-import-components-and-state', 'src-renderer/views/search/bad.ts', '#rpc'],
  ['views-know-types-of-the-client', 'src-renderer/views/search/call.ts', '../../client/target.ts'],
  ['a-view-never-imports-a-view', 'src-renderer/views/search/sideways.ts', '../map/target.ts'],
  ['e2e-drives-from-outside', 'e2e/bad.ts', '#engine/search/target.ts'],
  ['interface-bench-drives-from-outside', 'e2e/bench/bad.ts', '#engine/search/target.ts'],
];

const TARGETS = [
  ...[
    'documents',
    'vectors',
    'catalogue',
    'library',
    'extraction',
    'chunking',
    'analysis',
    'embedding',
    'storage',
    'indexing',
    'search',
  ].map((part) => `src-main/engine/${part}/target.ts`),
  ...[
    'engine/index.ts',
    'contract/index.ts',
    'rpc/index.ts',
    'bench/target.ts',
    'hosts/cli/target.ts',
    'hosts/web/target.ts',
  ].map((file) => `src-main/${file}`),
  ...['state', 'client', 'components', 'views/map'].map((part) => `src-renderer/${part}/target.ts`),
];

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

describe('the import boundaries', () => {
  let folder = '';
  let found: readonly string[] = [];
  let names: readonly string[] = [];

  async function plant(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'akin-boundaries-'));
    for (const file of ['package.json', 'tsconfig.json', 'tsconfig.base.json'])
      await cp(path.join(root, file), path.join(folder, file));
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    for (const file of TARGETS) await plant(file, 'export const target = 1;\n');
    for (const [, file, imported] of VIOLATIONS) await plant(file, `export * from '${imported}';\n`);
    await plant('src-main/engine/documents/cycle-b.ts', "export * from './cycle-a.ts';\n");
    await plant('src-main/engine/search/allowed.ts', "export * from '#contract';\nexport * from '#engine/storage/target.ts';\n");

    const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const config = path.join(root, '.dependency-cruiser.js');
    const args = [program, '--config', config, '--output-type', 'json', 'src-main', 'src-renderer', 'e2e'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    found = report.parse(JSON.parse(stdout)).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
    const configuration: unknown = (await import(config)).default;
    names = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(configuration)
      .forbidden.map(({ name }) => name);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(VIOLATIONS)('%s fires on %s', (rule, file) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  test('let an allowed import pass', () => {
    expect(found.filter((violation) => violation.endsWith('search/allowed.ts'))).toEqual([]);
  });

  test('have a planted violation for every rule', () => {
    // npm leaves no installed package undeclared that could be planted here.
    const untested = names.filter((name) => !VIOLATIONS.some(([rule]) => rule === name));
    expect(untested).toEqual(['no-undeclared-packages']);
  });
});
