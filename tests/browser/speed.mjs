/**
 * How fast the review is with very many ads, in Chromium without a GPU: `node speed.mjs [count]` prints one JSON object.
 * Times are wall-clock milliseconds, memory is the JavaScript heap after a collection.
 */
import { join } from 'node:path';
import { openPage, startChromium } from './chromium.mjs';
import { ROOT } from './program.mjs';
import { startScaleServer } from './scale-server.mjs';

const KEYS = 40;
const FRAMES = 150;

/** Runs in the page before anything else: notes when there is a cursor, and how long each key takes to its paint. */
function watch() {
  window.speed = { interactive: null, keys: [], pending: null };
  new MutationObserver(() => {
    if (window.speed.interactive === null && document.querySelector('[role=gridcell][data-active]'))
      window.speed.interactive = performance.now();
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-active'] });
  const untilPainted = (began) => {
    window.speed.pending = new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          window.speed.keys.push(performance.now() - began);
          resolve();
        };
        port2.postMessage(null);
      });
    });
  };
  window.addEventListener('keydown', (event) => untilPainted(event.timeStamp), true);
  window.addEventListener('click', (event) => untilPainted(event.timeStamp), true);
}

export async function measureSpeed(count, browser) {
  const server = await startScaleServer({ folder: join(ROOT, 'web/dist'), count });
  try {
    const page = await openPage(browser, { width: 1600, height: 1000 });
    await page.evaluateOnNewDocument(watch);
    await page.goto(`${server.url}/review`);
    await page.waitForSelector('[role=gridcell][data-active]');
    const interactive = await page.evaluate(() => window.speed.interactive);
    const all = count.toLocaleString('en-GB');
    await page.waitForFunction((text) => document.querySelector('.header')?.textContent.includes(text), {}, `of ${all} decided`);
    const complete = await page.evaluate(() => performance.now());
    await page.waitForNetworkIdle({ idleTime: 200 });
    const key = async (name) => {
      await page.keyboard.press(name);
      return page.evaluate(async () => {
        await window.speed.pending;
        return window.speed.keys.at(-1);
      });
    };
    const session = await page.createCDPSession();
    const cpu = await startCpuClock(session);
    const keys = [];
    const before = await cpu();
    for (let index = 0; index < KEYS; index += 1) keys.push(await key('p'));
    const keyCpu = ((await cpu()) - before) / KEYS;
    const moves = [];
    for (let index = 0; index < KEYS; index += 1) moves.push(await key(index % 4 === 3 ? 'ArrowDown' : 'ArrowRight'));
    const scroll = await measureScroll(page, cpu);
    await page.keyboard.press(']');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.press('p');
    await page.waitForSelector('.dialog .button.main');
    const bulkSize = Number((await page.$eval('.dialog .button.main', (node) => node.textContent)).replaceAll(/\D/g, ''));
    const beforeBulk = await cpu();
    const bulk = await page.evaluate(async () => {
      document.querySelector('.dialog .button.main').click();
      await window.speed.pending;
      return window.speed.keys.at(-1);
    });
    const bulkCpu = (await cpu()) - beforeBulk;
    await page.waitForFunction(() => document.querySelector('.dialog') === null);
    await page.focus('[role=grid]');
    const undo = await key('u');
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize } = await page.metrics();
    await page.browserContext().close();
    return {
      ads: count,
      interactive_ms: Math.round(interactive),
      complete_ms: Math.round(complete),
      decide_to_paint_ms: spread(keys),
      move_to_paint_ms: spread(moves),
      scroll_cpu_ms_per_frame: scroll,
      decide_cpu_ms: Math.round(keyCpu * 10) / 10,
      bulk: { ads: bulkSize, approve_ms: Math.round(bulk), approve_cpu_ms: Math.round(bulkCpu), undo_ms: Math.round(undo) },
      heap_mb: Math.round(JSHeapUsedSize / 1e5) / 10,
    };
  } finally {
    await server.stop();
  }
}

/** CPU time for what 16.7 ms of scrolling at 5,000 px/s take: steps of 83 px, each drawn. */
async function measureScroll(page, cpu) {
  const before = await cpu();
  await page.evaluate(async (frames) => {
    const sheet = document.querySelector('.sheet-scroll');
    for (let frame = 0; frame < frames; frame += 1) {
      sheet.scrollTop += 83;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, FRAMES);
  return Math.round((((await cpu()) - before) / FRAMES) * 10) / 10;
}

/** Main-thread CPU time, in milliseconds: what a busy machine does not change. */
async function startCpuClock(session) {
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
}

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const browser = await startChromium();
  console.log(JSON.stringify(await measureSpeed(Number(process.argv[2] ?? 50_000), browser), null, 2));
  await browser.close();
}
