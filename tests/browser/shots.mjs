/**
 * Pictures of every page × dark and light × two widths, of the real program with the demo in it, for people to look at.
 * `node shots.mjs [part of a name …]`; they go to target/shots.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPage, settle, startChromium } from './chromium.mjs';
import { demoPages, startDemo } from './demo-pages.mjs';
import { ROOT } from './program.mjs';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];
const OUT = process.env.GALLEY_SHOTS ?? join(ROOT, 'target/shots');

const wanted = process.argv.slice(2);
mkdirSync(OUT, { recursive: true });
const demo = await startDemo();
const browser = await startChromium();
try {
  const { pages, cookies } = await demoPages(demo);
  const chosen = pages.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  for (const { name, path, who, act, language, answers, size: only } of chosen) {
    for (const theme of ['dark', 'light']) {
      for (const size of only ? [only] : SIZES) {
        const page = await openPage(browser, { ...size, theme, language, answers, cookie: who && cookies.get(who) });
        await page.goto(demo.url + path);
        await settle(page);
        if (act) await act(page);
        await settle(page);
        await page.screenshot({ path: join(OUT, `${name}-${theme}-${size.width}.png`) });
        for (const trouble of page.troubles) console.error(`${name}: ${trouble}`);
        await page.browserContext().close();
      }
    }
    console.log(name);
  }
} finally {
  await browser.close();
  await demo.stop();
}
