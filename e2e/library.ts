import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPdf } from './pdf.ts';

const HOME_OFFICE = `---
title: The room at home
tags: [taxes, flat]
---

# The room at home

Expenses for a room at home are deductible in full where the room is the centre of the whole professional activity.

## Rented flats

A room used only for work may be claimed even when the flat is rented: the share of rent, heating and insurance that
falls to the room counts as an expense. The share follows the floor area; kitchen and corridor are left out of both sums.

## What to keep

Keep the lease, a floor plan with measures and the yearly statement of the landlord for ten years.
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
  ['Heating manual', 'The boiler must be vented before the first frost of the year.'],
  ['Maintenance', 'Replace the circulation pump when the bearing hums, and note the serial number of the new one.'],
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
