import { expect, it } from 'vitest';
import { layOutMarkdown } from './print-markdown.ts';

const PAGE = `# Owls

They **hunt** at night, see [Status](status.md), and hear every mouse
below the \`snow\`.

- One that is long enough to need
  a second line.
- Two

| Name   | Sound |
| ------ | ----- |
| \`tyto\` | a long shriek, and a hiss at its nest |
| bubo   | hoo |

| Files | Read | Not read |
| ----- | ---- | -------- |
| **Owl** \`.owl\` | feathers | |

\`\`\`
owl  -"*barn* owl" (tyto OR bubo)
a | b
\`\`\`
`;

it('lays a page out for a terminal', () => {
  const style = { bold: (text: string) => `<${text}>`, dim: (text: string) => text };
  expect(layOutMarkdown(PAGE, { width: 32, style })).toBe(`<OWLS>

They hunt at night, see Status
(akin help status), and hear
every mouse below the snow.

- One that is long enough to
  need a second line.
- Two

  tyto  a long shriek, and a
        hiss at its nest
  bubo  hoo

  <Owl .owl>
    Read: feathers

    owl  -"*barn* owl" (tyto OR bubo)
    a | b
`);
});
