import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingProcessorFlags, probeIndexLocation } from './location.ts';
import { temporaryFolder } from './testing/temporary-index.ts';

test('a folder on an ordinary disk is usable and is left clean', async () => {
  const folder = join(await temporaryFolder(), 'index');
  await probeIndexLocation(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a place where no folder can be made is refused with its reason', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a'));
  await writeFile(join(folder, 'a', 'file'), '');
  await expect(probeIndexLocation(join(folder, 'a', 'file', 'index'))).rejects.toMatchObject({
    code: 'indexLocationUnusable',
    details: { reason: 'ENOTDIR' },
  });
});

test('a processor is unfit where its flags are listed without AVX2 or FMA', () => {
  expect(missingProcessorFlags('processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma\n')).toEqual([]);
  expect(missingProcessorFlags('flags\t\t: fpu sse2 avx\n')).toEqual(['avx2', 'fma']);
  expect(missingProcessorFlags('Features : asimd\n')).toEqual([]);
});
