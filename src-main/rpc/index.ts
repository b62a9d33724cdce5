export type { Channel } from './channel.ts';
export { createClient, type Client } from './client.ts';
export { serve, type Implementation, type CallContext } from './server.ts';
