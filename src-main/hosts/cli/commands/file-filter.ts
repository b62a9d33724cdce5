import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { DOCUMENT_STATES, REASONS, type DocumentState, type FileFilter, type Reason } from '#contract';

export type FilterOptions = { state?: DocumentState[]; reason?: Reason[]; type?: string[]; under?: string };

/** Gives a command the options that choose files of the library. */
export function withFilterOptions(command: Command): Command {
  return command
    .option('--state <states>', `only in these states: ${DOCUMENT_STATES.join(', ')}`, toStates)
    .option('--reason <reasons>', 'only for these reasons (see "akin help states")', toReasons)
    .option('--type <types>', 'only of these types, as "akin status --by-type" lists them', toTypes)
    .option('--under <path>', 'only below this folder', (value) => path.resolve(value));
}

export function hasFilter({ state, reason, type, under }: FilterOptions): boolean {
  return [state, reason, type, under].some((option) => option !== undefined);
}

export function toFilter({ state, reason, type, under }: FilterOptions): FileFilter {
  return { states: state ?? [], reasons: reason ?? [], types: type ?? [], under: under ?? null };
}

function toStates(value: string, earlier: DocumentState[] = []): DocumentState[] {
  return [...earlier, ...chooseFrom(DOCUMENT_STATES, value)];
}

function toReasons(value: string, earlier: Reason[] = []): Reason[] {
  return [...earlier, ...chooseFrom(REASONS, value)];
}

function toTypes(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',')];
}

function chooseFrom<T extends string>(known: readonly T[], value: string): T[] {
  return value.split(',').map((word) => {
    const found = known.find((each) => each === word.trim());
    if (found === undefined) throw new InvalidArgumentError(`There are: ${known.join(', ')}.`);
    return found;
  });
}
