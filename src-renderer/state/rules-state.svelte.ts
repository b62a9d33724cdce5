import { EngineError, isCancelled, type ErrorCode, type FolderId, type RulesPreview } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';

/** What is left out, where it holds: of one folder, or with null of all. */
export type RulesScope = FolderId | null;

// A preview looks at every file of the library: it waits until the fingers rest.
const PREVIEW_PAUSE_MS = 250;
const PREVIEW_PATHS = 50;

/** The editor of the patterns that say what is left out. */
export class RulesState {
  isOpen = $state(false);
  scope = $state<RulesScope>(null);
  text = $state('');
  /** What applies before the user's patterns; null until these and those are read. */
  defaults = $state<string | null>(null);
  /** What saving would change; null while there is nothing to tell yet. */
  preview = $state.raw<RulesPreview | null>(null);
  isCounting = $state(false);
  isSaving = $state(false);
  failure = $state<ErrorCode | null>(null);
  readonly isChanged = $derived.by(() => this.text !== this.#savedText());
  readonly patternLines = $derived(this.text.split('\n'));

  readonly #connection: Connection;
  #saved = $state.raw<ReadonlyMap<RulesScope, string>>(new Map());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #counting: AbortController | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Opens the editor for a folder, or with null for all. Unsaved patterns of before are there again. */
  async open(scope: RulesScope): Promise<void> {
    this.isOpen = true;
    if (this.isChanged) return;
    this.defaults = null;
    const { defaults, rules } = await this.#connection.ask('library.ignoreRules', {});
    this.#saved = new Map(rules.map(({ folderId, patterns }) => [folderId, patterns]));
    this.choose(scope);
    this.defaults = defaults;
  }

  /** Shows the patterns that hold for another folder, or all; what was typed and not saved is lost. */
  choose(scope: RulesScope): void {
    this.scope = scope;
    this.#show(this.#savedText());
  }

  type(text: string): void {
    this.text = text;
    this.failure = null;
    this.#counting?.abort();
    clearTimeout(this.#timer);
    this.isCounting = this.isChanged;
    if (this.isChanged) this.#timer = setTimeout(() => void this.#count(), PREVIEW_PAUSE_MS);
    else this.preview = null;
  }

  /** Whether a pattern of the defaults is taken back by a line of the text. */
  isTakenBack(pattern: string): boolean {
    return this.patternLines.includes(`!${pattern}`);
  }

  /** Takes a pattern of the defaults back by a line of its own, or takes that line out. */
  switchDefault(pattern: string): void {
    const line = `!${pattern}`;
    const others = this.patternLines.filter((each) => each !== line);
    if (others.length < this.patternLines.length) return this.type(others.join('\n'));
    const end = this.text === '' || this.text.endsWith('\n') ? '' : '\n';
    this.type(`${this.text}${end}${line}\n`);
  }

  /** Saves what was typed and closes; true when it was taken. */
  async save(): Promise<boolean> {
    const { scope, text } = this;
    this.isSaving = true;
    this.failure = null;
    try {
      await this.#connection.call('library.setIgnoreRules', { folderId: scope, patterns: text });
    } catch (error) {
      this.failure = failureCode(error);
      return false;
    } finally {
      this.isSaving = false;
    }
    this.#saved = new Map(this.#saved).set(scope, text);
    this.close();
    return true;
  }

  /** Shows the files again; what was typed and not saved is there when the editor is opened once more. */
  leave(): void {
    this.isOpen = false;
  }

  /** Closes the editor; what was typed and not saved is lost. */
  close(): void {
    this.#show(this.#savedText());
    this.isOpen = false;
  }

  #savedText(): string {
    return this.#saved.get(this.scope) ?? '';
  }

  #show(text: string): void {
    this.#counting?.abort();
    clearTimeout(this.#timer);
    this.text = text;
    this.preview = null;
    this.isCounting = false;
    this.failure = null;
  }

  async #count(): Promise<void> {
    const controller = new AbortController();
    this.#counting = controller;
    const change = { folderId: this.scope, patterns: this.text, limit: PREVIEW_PATHS };
    try {
      const preview = await this.#connection.ask('library.previewIgnoreRules', change, { signal: controller.signal });
      if (!controller.signal.aborted) this.preview = preview;
    } catch (error) {
      if (controller.signal.aborted || isCancelled(error)) return;
      if (!(error instanceof EngineError)) throw error;
      this.failure = failureCode(error);
    }
    if (this.#counting === controller) this.isCounting = false;
  }
}
