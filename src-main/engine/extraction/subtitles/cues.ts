import { decodeEntities } from '../markdown/inline-text.ts';
import { joinWords } from './join-words.ts';

/** What is said, or shown, from one moment to another. Milliseconds from the beginning of the recording. */
export type Cue = { readonly startMs: number; readonly endMs: number; readonly text: string };

const TIME = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?`;
const TIMES = new RegExp(String.raw`^[ \t]*${TIME}[ \t]*-->[ \t]*${TIME}`);
const SCRIPT_TIME = /^\s*(\d{1,4}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?\s*$/;
/** Blocks of WebVTT that nobody sees. */
const UNSEEN = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/;
const VOICE = /<v(?:\.[^\s>]{0,100})?[ \t]+([^<>\n]{1,100})>/g;
const TAG = /<[^<>\n]{0,300}>/g;
/** Of SubStation Alpha, met in SubRip files too. */
const OVERRIDE = /\{\\[^{}\n]{0,1000}\}/g;
/** From here on a line is a drawing, its text coordinates. */
const DRAWING = /\{[^{}\n]{0,1000}\\p[1-9]/;
/** Captions that roll up repeat their last line in a cue that follows at once. */
const ROLLING_GAP_MS = 50;

/** The cues of a SubRip, WebVTT or SubStation Alpha file, told apart by what they hold, by time of start. */
export function parseCues(source: string): Cue[] {
  const lines = source.split('\n');
  const isScript = lines.some((line) => /^\s*\[(?:Script Info|Events)\]/i.test(line));
  const cues = isScript ? scriptCues(lines) : timedCues(lines);
  return cues.sort((left, right) => left.startMs - right.startMs);
}

function timedCues(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  let shown: { readonly lines: ReadonlySet<string>; readonly endMs: number } = { lines: new Set(), endMs: -Infinity };
  const starts = [...lines.keys()].filter((index) => lines[index]?.includes('-->') === true && TIMES.test(lines[index]));
  for (const [order, index] of starts.entries()) {
    const match = TIMES.exec(lines[index] ?? '');
    if (match === null) continue;
    const startMs = toMilliseconds(match.slice(1, 5));
    const endMs = Math.max(startMs, toMilliseconds(match.slice(5, 9)));
    const cueLines = shownLines(lines, index + 1, starts[order + 1]).map(plainLine);
    const isRolling = startMs - shown.endMs <= ROLLING_GAP_MS;
    const fresh = cueLines.filter((line) => line !== '' && !(isRolling && shown.lines.has(line)));
    shown = { lines: new Set(cueLines), endMs };
    if (fresh.length > 0) cues.push({ startMs, endMs, text: fresh.reduce(joinWords) });
  }
  return cues;
}

/** The lines between two lines of times: what is shown may hold empty lines; the name or number of the next cue is none of it. */
function shownLines(lines: readonly string[], from: number, next: number | undefined): string[] {
  let end = next ?? lines.length;
  const last = lines[end - 1]?.trim() ?? '';
  const isName = next !== undefined && last !== '' && end - 1 > from && (/^\d+$/.test(last) || lines[end - 2]?.trim() === '');
  if (isName) end -= 1;
  const shown: string[] = [];
  let isUnseen = false;
  for (let index = from; index < end; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') isUnseen = false;
    else if (UNSEEN.test(line) && lines[index - 1]?.trim() === '') isUnseen = true;
    else if (!isUnseen) shown.push(line);
  }
  return shown;
}

function plainLine(line: string): string {
  const text = line.replace(VOICE, '$1: ').replace(TAG, '').replace(OVERRIDE, '');
  return decodeEntities(text).replace(/\s+/g, ' ').trim();
}

/** `Dialogue:` lines; their columns are named by the `Format:` line before them, the text being the last. */
function scriptCues(lines: readonly string[]): Cue[] {
  let columns = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text'];
  let isInEvents = false;
  const cues: Cue[] = [];
  for (const line of lines) {
    const section = /^\s*\[([^\]]{1,40})\]/.exec(line);
    if (section !== null) isInEvents = /^events$/i.test(section[1] ?? '');
    else if (isInEvents && /^Format:/i.test(line)) columns = valuesOf(line).map((name) => name.trim().toLowerCase());
    else if (isInEvents && /^Dialogue:/i.test(line)) cues.push(...scriptCue(line, columns));
  }
  return cues;
}

function scriptCue(line: string, columns: readonly string[]): Cue[] {
  const values = valuesOf(line);
  const valueOf = (column: string): string => values[columns.indexOf(column)] ?? '';
  const start = SCRIPT_TIME.exec(valueOf('start'));
  const end = SCRIPT_TIME.exec(valueOf('end'));
  const shown = values.slice(columns.length - 1).join(',');
  if (start === null || DRAWING.test(shown)) return [];
  const text = shown
    .replace(OVERRIDE, '')
    .replaceAll('\\h', ' ')
    .split(/\\[Nn]/)
    .map(plainLine)
    .reduce(joinWords);
  if (text === '') return [];
  const startMs = toMilliseconds(start.slice(1));
  const speaker = valueOf('name').trim();
  const endMs = end === null ? startMs : Math.max(startMs, toMilliseconds(end.slice(1)));
  return [{ startMs, endMs, text: speaker === '' ? text : `${speaker}: ${text}` }];
}

function valuesOf(line: string): string[] {
  return line.slice(line.indexOf(':') + 1).split(',');
}

function toMilliseconds([hours, minutes, seconds, fraction]: readonly (string | undefined)[]): number {
  const whole = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
  return whole * 1000 + Number((fraction ?? '').padEnd(3, '0'));
}
