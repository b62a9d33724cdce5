import type { Connection, ConnectionStatus } from '../client/connection.ts';

/** Whether the engine answers, and what its host can do. */
export class ConnectionState {
  status = $state<ConnectionStatus>('connecting');
  capabilities = $state.raw<readonly string[]>([]);
  readonly isOpen = $derived(this.status === 'open');

  constructor(connection: Connection) {
    connection.watch((status, capabilities) => {
      this.status = status;
      this.capabilities = capabilities;
    });
  }

  can(capability: string): boolean {
    return this.capabilities.includes(capability);
  }
}
