import type { BrowserContext } from '@playwright/test';
import { test as base, expect, statusLine } from './akin.ts';
import { startHost, type Host } from './host.ts';
import { writeStage } from './stage.ts';

type Stage = { readonly host: Host; readonly session: Awaited<ReturnType<BrowserContext['storageState']>> };

/** `stage`: a host whose library is that of `stage.ts`, read to its end. Tests share it and must not change the library. */
export const test = base.extend<object, { readonly stage: Stage }>({
  stage: [
    async ({ browser }, use) => {
      const host = await startHost({ writeFiles: writeStage });
      await host.indexLibrary();
      const context = await browser.newContext({ locale: 'en-GB' });
      const page = await context.newPage();
      await page.goto(host.startUrl);
      await expect(statusLine(page)).toContainText('searchable');
      await use({ host, session: await context.storageState() });
      await context.close();
      await host.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
