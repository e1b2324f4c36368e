/**
 * How long from a keystroke to the last picture of twelve formats, in Chromium without a GPU, on the real program with the demo in it:
 * `node preview-speed.mjs` prints one JSON object. Wall-clock milliseconds: a busy machine is slow, so nothing is asserted here.
 */
import { setTimeout } from 'node:timers/promises';
import { openPage, settle, startChromium } from './chromium.mjs';
import { demoPages, startDemo } from './demo-pages.mjs';
import { drawn } from './pages.mjs';

const KEYS = 40;
const BURSTS = 5;
/** Ten keys a second: a quick typist. */
const BETWEEN_KEYS_MS = 100;
const LINE = 'Today can wait for you.';

/** Runs in the page before anything else: writes a line as a person would, and waits until the composer's pictures are painted. */
function watch() {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const wall = () => document.querySelector('.preview-wall');
  window.write = (text) => {
    const field = document.querySelector('.copy-fields input');
    setValue.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  /** From the key to the first picture that changed, and to the frame after the last is there. */
  window.untilDrawn = async (text) => {
    const before = new Map([...wall().querySelectorAll('img')].map((image) => [image, image.src.length + image.src.slice(-99)]));
    const began = performance.now();
    let first = null;
    let isAsked = false;
    window.write(text);
    const isNew = (image) => before.get(image) !== image.src.length + image.src.slice(-99);
    do {
      await frame();
      isAsked ||= wall().getAttribute('aria-busy') === 'true';
      if (first === null && [...wall().querySelectorAll('img')].some(isNew)) first = performance.now() - began;
    } while (!isAsked || wall().getAttribute('aria-busy') !== 'false' || [...wall().querySelectorAll('img')].some((image) => !image.complete));
    await frame();
    return { first: first ?? performance.now() - began, last: performance.now() - began };
  };
}

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

/** First each key waits for the pictures of the one before, then whole lines are typed and only the last key counts. */
export async function measurePreview(demo, browser) {
  const { pages, cookies } = await demoPages(demo);
  const { path } = pages.find(({ name }) => name === 'launch-preview');
  const page = await openPage(browser, { width: 1600, height: 1000, cookie: cookies.get('ines') });
  await page.evaluateOnNewDocument(watch);
  await page.goto(demo.url + path);
  await settle(page);
  await drawn(page);
  const formats = (await page.$$('.preview-tile img')).length;
  const times = [];
  for (let index = 1; index <= KEYS; index += 1) {
    times.push(await page.evaluate((text) => window.untilDrawn(text), LINE.slice(0, (index % LINE.length) + 1)));
  }
  const bursts = [];
  for (let round = 0; round < BURSTS; round += 1) {
    for (let length = 1; length < LINE.length; length += 1) {
      await page.evaluate((text) => window.write(text), LINE.slice(0, length));
      await setTimeout(BETWEEN_KEYS_MS);
    }
    bursts.push(await page.evaluate((text) => window.untilDrawn(text), LINE));
  }
  await page.browserContext().close();
  return {
    formats,
    keys: KEYS,
    first_picture_ms: spread(times.map(({ first }) => first)),
    last_picture_ms: spread(times.map(({ last }) => last)),
    after_a_burst_ms: spread(bursts.map(({ last }) => last)),
  };
}

const demo = await startDemo();
const browser = await startChromium();
try {
  console.log(JSON.stringify(await measurePreview(demo, browser), null, 2));
} finally {
  await browser.close();
  await demo.stop();
}
