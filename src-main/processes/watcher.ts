import '../network/guard-helper.ts';
import type { WatchBatch } from '#engine/library/protocol.ts';
import { watcherTable } from '#engine/library/protocol.ts';
import { createFolderWatcher } from '#engine/library/watch-folders.ts';
import { serve } from '#rpc';
import { openParentChannel } from './parent-channel.ts';

// A process of its own that does nothing else: the kernel's event queue overflows while a loop is blocked.
const receivers = new Set<(batch: WatchBatch) => void>();
const watcher = createFolderWatcher({
  publish(batch) {
    for (const receive of receivers) receive(batch);
  },
});

serve(
  watcherTable,
  {
    methods: {
      async watch({ folders }) {
        await watcher.watch(folders);
        return null;
      },
    },
    topics: {
      changes(publish) {
        publish({ sequence: 0, paths: [], rescan: [], overflowed: [], troubles: [] });
        receivers.add(publish);
        return () => void receivers.delete(publish);
      },
    },
  },
  openParentChannel(),
);
