/**
 * How long from a keystroke to the last picture of twelve formats, in Chromium without a GPU, on the real program with the demo in it:
 * `node preview-speed.mjs` prints one JSON object. Wall-clock milliseconds: a busy machine is slow, so nothing is asserted here.
 */
import { openPage, settle, startChromium } from './chromium.mjs';
import { demoPages, startDemo } from './demo-pages.mjs';
import { drawn } from './pages.mjs';

const KEYS = 40;
/** Long enough for each key to be the last of its burst. */
const LINE = 'Today waits for you, and so does a cup.';

/** Runs in the page: from the key to the frame after the last picture was decoded, and to the first that changed. */
function untilDrawn(key) {
  const field = document.querySelector('.copy-fields input');
  const wall = document.querySelector('.preview-wall');
  const images = [...wall.querySelectorAll('img')];
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  return new Promise((resolve) => {
    const began = performance.now();
    let first = null;
    const observer = new MutationObserver(async (changes) => {
      if (changes.some(({ attributeName }) => attributeName === 'src')) first ??= performance.now() - began;
      if (first === null || wall.getAttribute('aria-busy') !== 'false') return;
      observer.disconnect();
      await Promise.all(images.map((image) => image.decode()));
      requestAnimationFrame(() => setTimeout(() => resolve({ first, last: performance.now() - began }), 0));
    });
    observer.observe(wall, { attributes: true, subtree: true, attributeFilter: ['src', 'aria-busy'] });
    setValue.call(field, key);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

/** Each key waits for the pictures of the one before; then all of them as fast as a person can type. */
export async function measurePreview(demo, browser) {
  const { pages, cookies } = await demoPages(demo);
  const { path } = pages.find(({ name }) => name === 'launch-preview');
  const page = await openPage(browser, { width: 1600, height: 1000, cookie: cookies.get('ines') });
  await page.goto(demo.url + path);
  await settle(page);
  await drawn(page);
  const formats = (await page.$$('.preview-tile img')).length;
  const times = [];
  for (let index = 1; index <= KEYS; index += 1) times.push(await page.evaluate(untilDrawn, LINE.slice(0, (index % LINE.length) + 1)));
  const burst = await page.evaluate(untilBurst, LINE);
  await page.browserContext().close();
  return {
    formats,
    keys: KEYS,
    first_picture_ms: spread(times.map(({ first }) => first)),
    last_picture_ms: spread(times.map(({ last }) => last)),
    after_a_burst_ms: Math.round(burst),
  };
}

/** Runs in the page: a line typed at ten keys a second; from its last key to its last picture. */
async function untilBurst(line) {
  const field = document.querySelector('.copy-fields input');
  const wall = document.querySelector('.preview-wall');
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  for (let length = 1; length <= line.length; length += 1) {
    setValue.call(field, line.slice(0, length));
    field.dispatchEvent(new Event('input', { bubbles: true }));
    if (length < line.length) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const began = performance.now();
  while (wall.getAttribute('aria-busy') !== 'false') await new Promise((resolve) => requestAnimationFrame(resolve));
  await Promise.all([...wall.querySelectorAll('img')].map((image) => image.decode()));
  return performance.now() - began;
}

const demo = await startDemo();
const browser = await startChromium();
try {
  console.log(JSON.stringify(await measurePreview(demo, browser), null, 2));
} finally {
  await browser.close();
  await demo.stop();
}
