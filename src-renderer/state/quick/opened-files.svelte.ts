import type { OpenedDocument } from '#contract';
import type { Connection } from '../../client/connection.ts';
import { failureCode } from '../failure.ts';
import { MAX_PANEL_ROWS, openedRows } from './panel-row.ts';

/** Documents that a person opened lately and often, as far as they let that be kept; kept up to date. */
export class OpenedFiles {
  readonly rows = $derived.by(() => openedRows(this.#recent, this.#frequent));
  #recent = $state.raw<readonly OpenedDocument[]>([]);
  #frequent = $state.raw<readonly OpenedDocument[]>([]);
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    // Changes of another window, and of the settings, arrive here as one's own do.
    connection.subscribe('personal', () => void this.#read());
  }

  async #read(): Promise<void> {
    try {
      const recent = this.#connection.ask('recents.list', { kind: 'recent', limit: MAX_PANEL_ROWS });
      // Some of them may be among the last opened ones.
      const frequent = this.#connection.ask('recents.list', { kind: 'frequent', limit: 2 * MAX_PANEL_ROWS });
      [this.#recent, this.#frequent] = await Promise.all([recent, frequent]);
    } catch (error) {
      // The field works without them.
      failureCode(error);
    }
  }
}
