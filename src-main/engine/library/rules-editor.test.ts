import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRulesEditor, type RulesEditor } from './rules-editor.ts';
import { openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

let fixture: LibraryFixture;
let editor: RulesEditor;
const idOf = (name: string) => fixture.catalogue.documentAt(fixture.path(name))?.id;

beforeEach(async () => {
  fixture = await openLibraryFixture();
  for (const folder of ['notes', 'drafts/old', '.config', 'node_modules/x'])
    await mkdir(fixture.path(folder), { recursive: true });
  for (const file of ['a.md', 'a.log', 'notes/b.md', 'drafts/c.md', 'drafts/old/d.md', '.config/e.md', 'node_modules/x/f.md']) {
    await writeFile(fixture.path(file), file);
  }
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
  editor = createRulesEditor({ ...fixture, library: fixture.library });
});
afterEach(() => fixture.close());

const preview = (folderId: number | null, patterns: string, limit = 10) =>
  editor.preview({ folderId, patterns }, { limit, signal: new AbortController().signal });
const below = (...names: string[]) => names.map((name) => fixture.path(name));

const content = { generation: 1, fingerprint: 'f', title: null, language: null, date: 0, tags: [], chunkCount: 1 };

/** Marks everything known as indexed, so that a document queued again can be told. */
function publishAll(): void {
  const queued = fixture.catalogue.nextQueued(10, new Set());
  fixture.catalogue.publish(
    queued.map(({ id, identity }) => ({ documentId: id, identity, state: 'indexed', reason: null, content })),
  );
}

const ALL = ['a.log', 'a.md', 'drafts/c.md', 'drafts/old/d.md', 'notes/b.md'];

describe('changed rules', () => {
  it('hide at once, and show again as new without touching anything else', async () => {
    expect(fixture.known()).toEqual(ALL);
    const [kept, hidden] = [idOf('a.md'), idOf('drafts/c.md')];
    publishAll();
    await editor.set({ folderId: null, patterns: 'drafts/' });
    expect(fixture.known()).toEqual(['a.log', 'a.md', 'notes/b.md']);
    expect(fixture.catalogue.nextRemoved(10)).toContain(hidden);
    await editor.set({ folderId: null, patterns: '' });
    await until(() => fixture.known().join() === ALL.join());
    expect(idOf('a.md')).toBe(kept);
    expect(idOf('drafts/c.md')).not.toBe(hidden);
    const queued = fixture.catalogue.nextQueued(10, new Set()).map(({ path }) => path);
    expect(queued.sort()).toEqual(below('drafts/c.md', 'drafts/old/d.md'));
  });

  it('take defaults back, for the watcher too', async () => {
    await editor.set({ folderId: 1, patterns: '!.config/' });
    await until(() => fixture.known().includes('.config/e.md'));
    await until(() => !fixture.library.isScanning);
    await writeFile(fixture.path('.config', 'later.md'), 'x');
    await until(() => fixture.known().includes('.config/later.md'));
    expect(fixture.known()).not.toContain('node_modules/x/f.md');
  });

  it('keep what is made below a hidden folder out, and what is moved there', async () => {
    await editor.set({ folderId: null, patterns: 'drafts/' });
    await writeFile(fixture.path('drafts', 'new.md'), 'x');
    await rename(fixture.path('a.md'), fixture.path('drafts', 'a.md'));
    await writeFile(fixture.path('seen.md'), 'x');
    await until(() => fixture.known().join() === 'a.log,notes/b.md,seen.md');
    await rename(fixture.path('drafts', 'a.md'), fixture.path('back.md'));
    await until(() => fixture.known().join() === 'a.log,back.md,notes/b.md,seen.md');
  });

  it('hold over a restart', async () => {
    await editor.set({ folderId: 1, patterns: '*.log' });
    await fixture.restart();
    await fixture.watching();
    expect(fixture.known()).not.toContain('a.log');
    expect(editor.list()).toMatchObject({
      defaults: expect.stringContaining('node_modules/'),
      rules: [{ folderId: 1, patterns: '*.log' }],
    });
  });

  it('let a document that is being read not come back', async () => {
    const document = fixture.catalogue.documentAt(fixture.path('notes', 'b.md'));
    if (document === null) throw new Error('not found');
    await editor.set({ folderId: null, patterns: 'notes/' });
    fixture.catalogue.publish([{ documentId: document.id, identity: document.identity, state: 'words', reason: null, content }]);
    await fixture.library.rescan();
    expect(fixture.catalogue.document(document.id)).toBeNull();
    expect(fixture.known()).not.toContain('notes/b.md');
  });

  it('hold whatever order they came in while a scan and events were under way', async () => {
    const scanning = fixture.library.rescan();
    const edits: Promise<void>[] = [];
    for (let index = 0; index < 30; index += 1) {
      edits.push(writeFile(fixture.path('drafts', `${index}.md`), 'x'));
      edits.push(editor.set({ folderId: null, patterns: index % 2 === 0 ? 'drafts/' : 'notes/' }));
    }
    await Promise.all([scanning, ...edits]);
    await editor.set({ folderId: null, patterns: 'drafts/' });
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.log', 'a.md', 'notes/b.md']);
  });

  it('are refused where a line is no pattern, or there is no such folder', async () => {
    await expect(editor.set({ folderId: null, patterns: 'a\n[b' })).rejects.toMatchObject({
      code: 'invalidRules',
      details: { line: 2 },
    });
    await expect(editor.set({ folderId: 9, patterns: 'a' })).rejects.toMatchObject({ code: 'folderNotFound' });
    await expect(preview(9, 'a')).rejects.toMatchObject({ code: 'folderNotFound' });
    expect(editor.list().rules).toEqual([]);
  });
});

describe('a preview', () => {
  it('tells what would be hidden, and changes nothing', async () => {
    expect(await preview(null, 'drafts/\n*.log\n[')).toEqual({
      hidden: 3,
      shown: 0,
      hiddenPaths: below('a.log', 'drafts/c.md', 'drafts/old/d.md'),
      shownPaths: [],
      invalidLines: [3],
    });
    expect(await preview(1, 'drafts/', 1)).toMatchObject({ hidden: 2, hiddenPaths: below('drafts/c.md') });
    expect(fixture.known()).toEqual(ALL);
  });

  it('tells what would be shown, of the defaults and of rules in force', async () => {
    await editor.set({ folderId: 1, patterns: 'drafts/\n*.log' });
    expect(await preview(1, '*.md\n!.config/\n!node_modules/\n!f.md')).toEqual({
      hidden: 2,
      shown: 2,
      hiddenPaths: below('a.md', 'notes/b.md'),
      shownPaths: below('a.log', 'node_modules/x/f.md'),
      invalidLines: [],
    });
    expect(await preview(1, '')).toMatchObject({
      hidden: 0,
      shown: 3,
      shownPaths: below('a.log', 'drafts/c.md', 'drafts/old/d.md'),
    });
    expect(await preview(1, 'drafts/\n*.log')).toMatchObject({ hidden: 0, shown: 0 });
  });

  it('can be cancelled', async () => {
    const change = { folderId: null, patterns: 'a' };
    await expect(editor.preview(change, { limit: 1, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells what then happens', async () => {
    for (const patterns of ['drafts/\n!.config/', '*.md\n!drafts/**', '/drafts/*\n!/drafts/old/', '']) {
      const before = fixture.known();
      const told = await preview(null, patterns, 100);
      await editor.set({ folderId: null, patterns });
      await fixture.library.rescan();
      const expected = new Set(before.map((name) => fixture.path(name)));
      for (const path of told.hiddenPaths) expected.delete(path);
      for (const path of told.shownPaths) expected.add(path);
      expect(fixture.known().map((name) => join(fixture.root, name))).toEqual([...expected].sort());
    }
  });
});
