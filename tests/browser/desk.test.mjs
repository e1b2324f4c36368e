/**
 * The built desk in the real program, with the demo in it: every page is accessible in both themes, and the whole job can be done
 * without a mouse. Needs Chromium and a built galley; `cargo xtask test browser` brings both.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { openPage, settle, startChromium } from './chromium.mjs';
import { demoPages, startDemo } from './demo-pages.mjs';
import { journey } from './journey.mjs';
import { keepDecisions } from './offline.mjs';
import { teach } from './teaching.mjs';
import { measureSpeed } from './speed.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** All that a theme changes. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
/** Pages that are looked at side by side: one waits for its pictures while the other is judged. */
const AT_ONCE = 3;

describe('the desk', () => {
  let demo;
  let browser;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), startChromium()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is accessible on every page, in both themes', async () => {
    const { pages, cookies } = await demoPages(demo);
    const complaints = [];
    const look = async ({ name, path, who, act, language, answers, size, isRefused }) => {
      const page = await openPage(browser, { ...size, cookie: who && cookies.get(who), language, answers });
      await page.goto(demo.url + path);
      await settle(page);
      if (act) {
        await act(page);
        await settle(page);
      }
      for (const violation of await violationsOf(page)) complaints.push(`${name}, dark: ${violation}`);
      await setTheme(page, 'light');
      for (const violation of await violationsOf(page, COLOURS)) complaints.push(`${name}, light: ${violation}`);
      const isExpected = (trouble) => isRefused && trouble.includes('status of 422');
      for (const trouble of page.troubles) if (!isExpected(trouble)) complaints.push(`${name}: ${trouble}`);
      await page.browserContext().close();
    };
    const waiting = [...pages];
    const inTurn = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { name } = next;
        await look(next).catch((error) => complaints.push(`${name}: ${error}`));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
    assert.deepEqual(complaints.toSorted(), []);
  });

  it('does the whole job by keys alone, accessible all the way', async () => {
    const complaints = [];
    const inspect = async (page, name) => {
      for (const violation of await violationsOf(page)) complaints.push(`${name}: ${violation}`);
    };
    await journey({ demo, browser, inspect });
    assert.deepEqual(complaints, []);
  });

  it('hears what people say besides deciding, by keys alone', async () => {
    const complaints = [];
    const inspect = async (page, name) => {
      for (const violation of await violationsOf(page)) complaints.push(`${name}: ${violation}`);
    };
    await teach({ demo, browser, inspect });
    assert.deepEqual(complaints, []);
  });

  it('loses no decision of a tab that is closed while it is offline', () => keepDecisions(browser));

  it('stays quick and small with 50,000 ads', async () => {
    const measured = await measureSpeed(50_000, browser);
    console.log(JSON.stringify(measured));
    // CPU time, not the clock: a busy machine must not fail it.
    assert.ok(measured.scroll_cpu_ms_per_frame <= 10, `a frame of scrolling takes ${measured.scroll_cpu_ms_per_frame} ms of CPU`);
    assert.ok(measured.decide_cpu_ms <= 25, `a decision takes ${measured.decide_cpu_ms} ms of CPU`);
    assert.ok(measured.bulk.ads > 4_000);
    assert.ok(measured.bulk.approve_cpu_ms <= 40, `approving ${measured.bulk.ads} takes ${measured.bulk.approve_cpu_ms} ms of CPU`);
    assert.ok(measured.heap_mb <= 20, `the heap holds ${measured.heap_mb} MB`);
  });
});

async function setTheme(page, theme) {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function violationsOf(page, runOnly = EVERYTHING) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (only) => window.axe.run(document, { runOnly: only, resultTypes: ['violations'] }),
    runOnly,
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join('; ')})`);
}
