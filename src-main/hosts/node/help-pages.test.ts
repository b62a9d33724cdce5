import { describe, expect, it } from 'vitest';
import { DOCUMENT_STATES, REASONS } from '#contract';
import { helpFolder } from './entries.ts';
import { openHelpPages } from './help-pages.ts';
import { explainReason, remedyFor } from './reasons.ts';

const pages = openHelpPages(helpFolder);

function pageOf(topic: string): string {
  const page = pages.read(topic);
  if (page === null) throw new Error(`no page ${topic}`);
  return page;
}

describe('the help pages', () => {
  it('are listed by their index, and lead to pages that exist', () => {
    for (const topic of pages.topics) expect(pageOf('index')).toContain(`(${topic}.md)`);
    for (const topic of ['index', ...pages.topics]) {
      expect(pageOf(topic)).toMatch(/^# \S/);
      for (const [, target = ''] of pageOf(topic).matchAll(/\]\(([^)]+)\)/g)) {
        expect([topic, target, pages.read(target.replace(/\.md$/, '')) !== null]).toEqual([topic, target, true]);
      }
    }
  });

  it.each(['fa', 'ru', 'zh'])('lead to pages that exist, in %s or in English', (language) => {
    const translated = openHelpPages(helpFolder, language);
    expect(translated.topics).toEqual(expect.arrayContaining(['keys', 'search']));
    for (const topic of translated.topics) {
      const page = translated.read(topic) ?? '';
      expect(page).toMatch(/^# \S/);
      for (const [, target = ''] of page.matchAll(/\]\(([^)]+)\)/g)) {
        expect([topic, target, pages.topics.includes(target.replace(/\.md$/, ''))]).toEqual([topic, target, true]);
      }
    }
  });

  it.each(['fa', 'ru', 'zh'])('name the same keys in %s as in English', (language) => {
    const keysOf = (page: string): string[] =>
      [...new Set(page.match(/`(?:(?:Ctrl|Shift)\+[^`\s]+|F\d|Esc|Pg\w+|Home|End|Delete|[/↑↓])`/g))].toSorted();
    expect(keysOf(openHelpPages(helpFolder, language).read('keys') ?? '')).toEqual(keysOf(pageOf('keys')));
  });

  it('say of every state what it means, and of every reason what to do, as the command line does', () => {
    const page = pageOf('status');
    for (const state of DOCUMENT_STATES) expect(page).toMatch(new RegExp(`^\\| \`${state}\` +\\| \\S`, 'm'));
    for (const reason of REASONS) {
      expect(page).toContain(
        `| \`${reason}\` | ${explainReason(reason)} | ${remedyFor(reason) ?? 'Nothing can or need be done.'} |`,
      );
    }
  });

  it('are read by their names alone', () => {
    expect(pages.read('../en/formats')).toBeNull();
    expect(pages.read('nothing')).toBeNull();
    expect(openHelpPages(helpFolder, 'tlh').topics).toEqual([]);
  });
});
