import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPdf } from './pdf.ts';

const HOME_OFFICE = `---
title: The room at home
tags: [taxes, flat]
---

# The room at home

Expenses for a room at home are deductible in full where the room is the centre of the whole professional activity,
and up to the annual limit where no other workplace is available for that activity. Whoever teaches, writes or keeps
books at home for more than half of the week will usually meet the first condition; whoever only reads mail there in
the evening will meet neither. Shared corners of a living room do not count, however tidy the desk may be, because the
room must be used for the work almost alone. A guest bed that is unfolded twice a year does no harm.

## Rented flats

A room used only for work may be claimed even when the flat is rented: the share of rent, heating and insurance that
falls to the room counts as an expense. The share follows the floor area; kitchen and corridor are left out of both sums.
Furniture that serves the work alone is deducted beside it, a desk or a shelf over several years, a lamp at once. Where
two people share the room, each claims what he or she has borne, and the limit is counted for each person. Electricity is
taken by the same share unless the room has a meter of its own, and repairs in the rest of the flat stay out of it.

## What to keep

Keep the lease, a floor plan with measures and the yearly statement of the landlord for ten years. A photograph of the
room on the first of January has settled many a dispute. Letters of the employer that say which days are worked at home
belong to the same folder, and so does the calendar in which these days are marked.
`;

const ORCHARD = `# Orchard diary

The late frost of April took the first blossom of the plum trees. We lit small fires between the rows until sunrise.

In October the cider press broke on the second day, and the neighbours lent us theirs.
`;

const PERSIAN = `# اتاق کار در خانه

هزینهٔ اتاق کار در خانه آن‌گاه یکسره کسر می‌شود که آن اتاق کانون همهٔ کار حرفه‌ای باشد.

اتاقی که تنها برای کار به کار می‌رود، حتی در خانهٔ اجاره‌ای هم پذیرفته است: سهم اجاره، گرمایش و بیمهٔ آن اتاق هزینه به شمار می‌آید.
`;

const RUSSIAN = `# Бабушкины рецепты

Вишнёвое варенье варили в медном тазу три дня подряд, снимая пену деревянной ложкой.

Огурцы солили в дубовой бочке с укропом и листьями хрена.
`;

const CHINESE = `# 果园日记

去年秋天我们在山坡上种下了三十棵苹果树。

春天的霜冻毁掉了第一批花，邻居借给我们柴火，我们在树行之间点火直到天亮。
`;

const HTML = `<!doctype html>
<html lang="en"><head><title>Harbour timetable</title></head>
<body><nav>Home | About</nav><main><h1>Harbour timetable</h1>
<p>The ferry to the lighthouse leaves at ten past every hour, except in fog.</p>
<p>Bicycles travel free of charge on weekdays.</p></main></body></html>
`;

const PDF_PAGES = [
  [
    'Heating manual',
    'The boiler must be vented before the first frost of the year. Close the valves on every floor, then open',
    'the small screw at the top of each radiator until water comes instead of air. Begin in the cellar and end',
    'under the roof. A bucket and a dry cloth are enough; no tool beyond the square key is needed. Afterwards the',
    'pressure has to stand between one and two bar, or else water is to be added slowly at the blue tap.',
    'Never add cold water while the burner is at work. Write the date and the pressure into the table on the door,',
    'so that a slow leak is noticed long before a wet ceiling tells of it.',
  ],
  [
    'Maintenance',
    'Replace the circulation pump when the bearing hums, and note the serial number of the new one. The arrow on',
    'its housing must point away from the boiler. Turn the speed to the second step and listen: a soft whistle in',
    'the pipes means that it is too fast. The filter in front of it is rinsed every autumn under running water.',
    'Once in three years the expansion vessel wants air; its gauge hangs on a hook beside the fuse box. Sweepers',
    'come in March without being called, and they need the key of the attic, which lies in the drawer below the',
    'meter. Spare gaskets in three sizes are kept in the tin on the window sill.',
  ],
];

/** What the suite searches: small files of every kind and script, one of them broken. Returns the folder. */
export async function writeLibrary(parent: string): Promise<string> {
  const folder = path.join(parent, 'Papers');
  await mkdir(path.join(folder, 'Notes', 'یادداشت‌ها'), { recursive: true });
  const files: Record<string, string | Uint8Array> = {
    'Notes/home-office.md': HOME_OFFICE,
    'Notes/orchard.md': ORCHARD,
    'Notes/یادداشت‌ها/اتاق-کار.md': PERSIAN,
    'Notes/recipes.md': RUSSIAN,
    'Notes/果园.md': CHINESE,
    'harbour.html': HTML,
    'heating-manual.pdf': createPdf(PDF_PAGES),
    'broken.pdf': '%PDF-1.7\nthis was a document once',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

/** Files in the library, and how many of them cannot be read. */
export const LIBRARY_SIZE = { files: 8, broken: 1 };
