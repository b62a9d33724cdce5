import { createProcessChannel } from '#rpc/channels/process.ts';
import { serveConformance, type ServerBehaviour } from './table.ts';

const channel = createProcessChannel(process);
serveConformance(channel, JSON.parse(process.argv[2] ?? '{}') as ServerBehaviour);
void channel.closed.then(() => process.exit(0));
