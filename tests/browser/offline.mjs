/** Decisions that cannot be sent are kept by the browser, and sent by the next tab that gets through. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openPage } from './chromium.mjs';
import { press, says, status } from './keyboard.mjs';
import { ROOT } from './program.mjs';
import { startScaleServer } from './scale-server.mjs';

export async function keepDecisions(browser) {
  const server = await startScaleServer({ folder: join(ROOT, 'web/dist'), count: 300 });
  try {
    const page = await openPage(browser);
    const context = page.browserContext();
    await page.goto(`${server.url}/review`);
    await page.waitForSelector('[role=grid]:focus');
    await page.waitForSelector('[role=gridcell][data-active]');
    await page.setOfflineMode(true);
    await press(page, 'p', 'p', 'p');
    await says(page, '.sync', 'Offline, 3 decisions waiting');
    await page.waitForFunction(keptCount, {}, 3);
    // A crash: nothing of the page gets to say goodbye.
    const session = await page.createCDPSession();
    session.send('Page.crash').catch(() => undefined);
    await new Promise((resolve) => page.once('error', resolve));
    assert.equal(server.decided.length, 0);

    const next = await context.newPage();
    await next.goto(`${server.url}/review`);
    await status(next, '3 decisions from before');
    await says(next, '.sync', 'Saved');
    assert.deepEqual(server.decided.map(({ verdict }) => verdict), ['approve', 'approve', 'approve']);
    await context.close();
  } finally {
    await server.stop();
  }
}

/** Runs in the page: whether so many decisions lie in its database. */
async function keptCount(count) {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open('galley');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const kept = await new Promise((resolve) => {
    const request = database.transaction('decisions').objectStore('decisions').getAll();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  const sealed = kept.flatMap(({ batches }) => batches.flatMap(({ items }) => items));
  const held = kept.flatMap((entry) => entry.held.filter(({ phase }) => phase === 'held'));
  return sealed.length + held.length === count;
}
