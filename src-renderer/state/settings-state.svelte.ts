import type { ErrorCode, PrivacyReport, SettingKey, Settings } from '#contract';
import { settingsSchema } from '#contract';
import type { Connection } from '../client/connection.ts';
import type { HelpTopic } from '../text/help-pages.ts';
import { failureCode } from './failure.ts';

/** The engine's settings, what it keeps, and what a person decides about both. */
export class SettingsState {
  /** Null until the engine told them. */
  values = $state.raw<Settings | null>(null);
  report = $state.raw<PrivacyReport | null>(null);
  /** The setting that was refused, and why. */
  refusal = $state.raw<{ readonly key: SettingKey; readonly code: ErrorCode } | null>(null);
  /** Why history or everything was not erased. */
  failure = $state<ErrorCode | null>(null);
  isErasing = $state(false);
  /** The help page that is open. */
  helpTopic = $state<HelpTopic | null>(null);

  readonly #connection: Connection;
  readonly #onValues: (values: Settings) => void;

  /** `onValues` hears of the settings at each connection and after each change. */
  constructor(connection: Connection, { onValues }: { readonly onValues: (values: Settings) => void }) {
    this.#connection = connection;
    this.#onValues = onValues;
    connection.watch((status) => {
      if (status === 'open') void this.#read();
    });
  }

  /** Changes one setting; a refused value leaves it as it was, and `refusal` says so. */
  async set<K extends SettingKey>(key: K, value: Settings[K]): Promise<void> {
    this.refusal = null;
    try {
      await this.#connection.call('settings.set', { key, value });
    } catch (error) {
      this.refusal = { key, code: failureCode(error) };
      return;
    }
    if (this.values !== null) this.#take({ ...this.values, [key]: value });
    if (key === 'history.enabled') await this.readReport();
  }

  /** Asks anew what is kept and what the network guard counted. */
  async readReport(): Promise<void> {
    this.report = await this.#connection.ask('privacy.report', {});
  }

  async clearHistory(): Promise<void> {
    await this.#attempt(() => this.#connection.call('history.clear', {}));
    await this.readReport();
  }

  /** Erases all that Akin keeps. The engine goes and comes back empty; true once it took the order. */
  async eraseAll(): Promise<boolean> {
    this.isErasing = true;
    const isDone = await this.#attempt(() => this.#connection.call('privacy.eraseAll', { confirm: 'erase' }));
    this.isErasing = false;
    return isDone;
  }

  async #read(): Promise<void> {
    const list = await this.#connection.ask('settings.list', {});
    const values = settingsSchema.safeParse(Object.fromEntries(list.map(({ key, value }) => [key, value])));
    if (values.success) this.#take(values.data);
  }

  #take(values: Settings): void {
    this.values = values;
    this.#onValues(values);
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.failure = null;
    try {
      await action();
      return true;
    } catch (error) {
      this.failure = failureCode(error);
      return false;
    }
  }
}
