import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing, syncFolderNames } from './folder-sync.ts';

const placement = z.object({
  /** The LanceDB table that holds the rows now. */
  table: z.string(),
  /** True once rows were deleted: their text may still lie in this table's files. */
  hasDeletions: z.boolean(),
  /** Rows that the vector index was trained on; 0 without one; -1 while it is being replaced. */
  trainedRows: z.int(),
  /** The option that the vector index was made by; absent from earlier versions, which knew `auto` alone. */
  vectorIndex: z.enum(['auto', 'exact', 'int8', 'binary']).optional(),
});
export type Placement = z.infer<typeof placement>;

const layoutFile = z.object({ format: z.literal(1), tables: z.record(z.string(), placement) });

/**
 * Which LanceDB table stands for which of ours. A table that is not named here does not count and is dropped at the next
 * start: so a rebuilt table takes over in one durable step.
 */
export type Layout = {
  placementOf(name: string): Placement | undefined;
  /** Durable when it resolves. */
  place(name: string, change: Placement): Promise<void>;
  tables(): string[];
};

async function readLayout(path: string): Promise<Record<string, Placement>> {
  try {
    return layoutFile.parse(JSON.parse(await readFile(path, 'utf8'))).tables;
  } catch (error) {
    // No file: a new index. An unreadable one: everything below it is rebuilt.
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return {};
    throw error;
  }
}

export async function openLayout(folder: string): Promise<Layout> {
  const path = join(folder, 'tables.json');
  let tables = await readLayout(path);
  return {
    placementOf: (name) => tables[name],
    tables: () => Object.values(tables).map((place) => place.table),
    async place(name, change) {
      const next = { ...tables, [name]: change };
      const temporary = `${path}.new`;
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify({ format: 1, tables: next }));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
      await syncFolderNames(folder);
      tables = next;
    },
  };
}
