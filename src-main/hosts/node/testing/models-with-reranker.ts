import { cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledModelsFolder } from '../entries.ts';

const tinyReranker = fileURLToPath(new URL('../../../fixtures/reranker/tiny-reranker', import.meta.url));
const EMBEDDING_MODEL = 'all-MiniLM-L6-v2';

/** Makes a models folder in `parent`, with the model of the product and a tiny random reranker, a copy that may be changed. */
export async function modelsWithReranker(parent: string): Promise<string> {
  const folder = path.join(parent, 'models');
  await mkdir(folder);
  await symlink(path.join(bundledModelsFolder, EMBEDDING_MODEL), path.join(folder, EMBEDDING_MODEL), 'junction');
  await cp(tinyReranker, path.join(folder, 'tiny-reranker'), { recursive: true });
  return folder;
}
