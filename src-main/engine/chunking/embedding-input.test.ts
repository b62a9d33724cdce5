import { describe, expect, it } from 'vitest';
import { embeddingInput, headingOf } from './embedding-input.ts';

describe('embeddingInput', () => {
  it('puts title and heading path before the text', () => {
    expect(embeddingInput('Field guide', headingOf(['Birds', 'Owls']), 'They hunt.')).toBe(
      'Field guide\nBirds › Owls\nThey hunt.',
    );
  });

  it('is the text alone where there is no context', () => {
    expect(embeddingInput(null, headingOf([]), 'They hunt.')).toBe('They hunt.');
  });

  it('says nothing twice', () => {
    expect(embeddingInput('Birds', headingOf(['Birds', 'Owls']), 'Owls\n\nThey hunt.')).toBe('Birds\nOwls\n\nThey hunt.');
    expect(embeddingInput('Birds', '', 'Birds\n\nThey fly.')).toBe('Birds\n\nThey fly.');
  });

  it('cuts a title and a path that are too long, without cutting a surrogate pair', () => {
    const [title, heading] = embeddingInput('😀'.repeat(90), headingOf(['x'.repeat(99), 'Inner']), 'Text').split('\n');
    expect([title?.length, title?.isWellFormed(), heading?.endsWith('xxx › Inner'), heading?.length]).toEqual([
      80,
      true,
      true,
      100,
    ]);
  });
});
