/** Finds and starts Chromium, the same way for tests, screen pictures and measurements. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

export function findChromium() {
  const given = process.env.GALLEY_CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (!found) {
    throw new Error(
      'Chromium is not on the PATH: install it (on Debian: apt-get install chromium), or name one in GALLEY_CHROMIUM',
    );
  }
  return found;
}

/** Nothing of the machine's profile, nothing fetched, the same pixels on every start. */
export function startChromium(more = []) {
  return puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
      '--hide-scrollbars',
      '--no-first-run',
      '--lang=en-GB',
      ...more,
    ],
  });
}

/** A page of its own profile: its cookies and its storage begin empty. */
export async function openPage(browser, { width = 1280, height = 800, theme = 'dark', cookie, language = 'en', answers } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  // Pages are looked at side by side, and each behaves as if it were the only one.
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.evaluateOnNewDocument((chosen) => localStorage.setItem('galley.language', chosen), language);
  if (cookie) await page.setCookie(cookie);
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  const isMeant = (url) => answerTo(url, answers)?.status >= 400;
  page.on('console', (message) => message.type() === 'error' && !isMeant(message.location().url) && page.troubles.push(message.text()));
  if (answers) await answerWith(page, answers);
  return page;
}

/** What a page is told in the server's place, by the end of the address: a state that the demo does not reach. */
async function answerWith(page, answers) {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const answer = answerTo(request.url(), answers);
    if (!answer) return request.continue();
    const { status = 200, headers, type = 'application/json', body } = answer;
    return request.respond({ status, headers, contentType: type, body: typeof body === 'string' ? body : JSON.stringify(body) });
  });
}

const answerTo = (url, answers = {}) => answers[Object.keys(answers).find((end) => new URL(url, 'http://desk').pathname.endsWith(end)) ?? ''];

/** All that a screen asked for has come: it has its name, no request is open, fonts are there, pictures in view are drawn. */
export async function settle(page) {
  await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('main[aria-busy=true], [data-reading]'));
  await page.waitForNetworkIdle({ idleTime: 150, timeout: 30_000 });
  await page.evaluate(async () => {
    await document.fonts.ready;
    // One that is hidden or far below is never fetched, and would be waited for in vain.
    const isInView = (image) => image.checkVisibility() && image.getBoundingClientRect().top < innerHeight;
    const inView = [...document.images].filter((image) => image.src && isInView(image));
    await Promise.all(inView.map((image) => image.decode().catch(() => undefined)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
