/** A person without a mouse: the few things they do, each waiting for what it leads to. */
import assert from 'node:assert/strict';

const MOST_TABS = 120;

/** What the element with the focus is called, as far as people see or hear it. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.getAttribute('aria-label') ?? element?.closest('label')?.textContent ?? element?.textContent;
    return label?.replaceAll(/\s+/g, ' ').trim() ?? '';
  });

/** Goes on with Tab until something of that name has the focus. */
export async function tabTo(page, name) {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(name)) return;
  }
  assert.fail(`Tab never reached ${name}; the page says: ${await textOf(page, 'main, [role=dialog]')}`);
}

export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Keys that are held together: `Control+A`. */
export async function chord(page, held, key) {
  await page.keyboard.down(held);
  await page.keyboard.press(key);
  await page.keyboard.up(held);
}

export const textOf = (page, selector) =>
  page.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? '', selector);

/** Waits until the first match says so. */
export async function says(page, selector, part) {
  try {
    await page.waitForFunction(
      (wanted, text) => [...document.querySelectorAll(wanted)].some((node) => node.textContent.includes(text)),
      { timeout: 30_000 },
      selector,
      part,
    );
  } catch {
    assert.fail(`${selector} never said “${part}”; it says “${await textOf(page, selector)}”`);
  }
}

/** The one status line. */
export const status = (page, part) => says(page, '.footer [role=status]', part);

/** The line goes while the page is there, and somebody asks the menu of its header for its last choice in vain. */
export async function loseLine(page, shown) {
  await page.waitForSelector(shown);
  await page.click('.header .button.plain');
  await page.waitForSelector('.menu-item');
  // What the browser says when the line goes.
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await press(page, 'End', 'Enter');
  await page.waitForSelector('.notice.care');
}
