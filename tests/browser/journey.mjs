/**
 * One campaign from its brief to what it cost, by keys alone: launched by a producer, marked, undone, sent back and approved by a
 * brand manager, answered, compared, approved in its market, published. Everybody has a browser of their own.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage } from './chromium.mjs';
import { drawn, editable } from './pages.mjs';
import { chord, focused, press, says, status, tabTo, textOf } from './keyboard.mjs';
import { ROOT, signIn } from './program.mjs';

const DEMO = join(ROOT, 'workflows/demo');
const TITLE = 'By keys alone';
const FIRST_LINE = 'Your day can wait.';
const NEW_LINE = 'Zehn Minuten nur für dich';

/** `inspect` looks at states that only somebody at work gets to see. */
export async function journey({ demo, browser, inspect }) {
  const open = async (who) => {
    const person = await signIn(demo.url, demo.people.get(who));
    return openPage(browser, { cookie: person.cookie });
  };
  const [producer, manager, approver] = await Promise.all(['ines', 'tomasz', 'noor'].map(open));
  const campaign = await launch(producer, demo, inspect);
  const sheet = `${demo.url}/review?campaign=${campaign}`;
  await requestChange(manager, sheet, inspect);
  await approveAll(manager);
  await answer(producer, demo, campaign, inspect);
  await compareAndApprove(manager, sheet, inspect);
  await approver.goto(sheet);
  await approveAll(approver);
  await publish(producer, demo, campaign);
  await lookAtSpend(producer, inspect);
  for (const page of [producer, manager, approver]) {
    assert.deepEqual(page.troubles, []);
    await page.browserContext().close();
  }
}

/** Four ads of the demo's brief: half of what they need is there already. */
function smallBrief() {
  return readFileSync(join(DEMO, 'brief.yaml'), 'utf8')
    .replace(/^campaign: .*$/m, 'campaign: by-keys-alone')
    .replace(/^title: .*$/m, `title: ${TITLE}`)
    .replace(/^markets: .*$/m, 'markets: [de, gb]')
    // A scene that nobody has drawn yet: the campaign costs something.
    .replace('low early sun', 'high noon sun')
    .replace(/^formats:\n(?: {2}- .*\n)+/m, 'formats:\n  - meta.feed_square\n');
}

async function launch(page, demo, inspect) {
  const folder = mkdtempSync(join(tmpdir(), 'galley-brief-'));
  try {
    writeFileSync(join(folder, 'brief.yaml'), smallBrief());
    await page.goto(`${demo.url}/campaigns`);
    await page.waitForSelector('.campaign-list');
    await tabTo(page, 'New campaign');
    await press(page, 'Enter');
    const field = await page.waitForSelector('.drop-zone input');
    await field.uploadFile(join(folder, 'brief.yaml'), join(DEMO, 'copy.csv'), join(DEMO, 'cup.png'));
    await status(page, 'cup.png');
    await says(page, 'h1', TITLE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await writeLine(page);
  await inspect(page, 'a preview');
  await leaveOut(page);
  await tabTo(page, 'Check and launch');
  await press(page, 'Enter');
  await page.waitForSelector('.plan-actions .button.main:not(:disabled)');
  await tabTo(page, 'Create campaign and plan');
  await press(page, 'Enter');
  await status(page, 'Planned 4 ads');
  await inspect(page, 'a plan');
  await tabTo(page, 'Approve this plan');
  await press(page, 'Enter');
  await status(page, 'Plan approved');
  await tabTo(page, 'Launch');
  await press(page, 'Enter');
  await status(page, 'Launched');
  await says(page, '.run-head', 'Finished');
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** A line is drawn as it is written, and outlives a reload. */
async function writeLine(page) {
  await drawn(page);
  const picture = () => page.$eval('.preview-tile img', (image) => image.src);
  const before = await picture();
  await tabTo(page, 'Headline');
  await chord(page, 'Control', 'a');
  await page.keyboard.type(FIRST_LINE);
  await page.waitForFunction((old) => document.querySelector('.preview-tile img')?.src !== old, {}, before);
  await says(page, '.header', 'kept in this browser');
  await page.reload();
  await drawn(page);
  assert.equal(await page.$eval('.copy-fields input', (field) => field.value), FIRST_LINE);
}

/** A cell of the matrix goes out, and comes back by undo. */
async function leaveOut(page) {
  await tabTo(page, 'Matrix');
  await press(page, 'Enter');
  await says(page, '.matrix-total', '4 ads');
  await tabTo(page, 'Germany, Feed, square');
  await press(page, 'ArrowDown', 'Enter');
  await says(page, '.matrix-total', '2 ads');
  await tabTo(page, 'Undo');
  await press(page, 'Enter');
  await says(page, '.matrix-total', '4 ads');
}

/** Marks a place, says what is wrong, takes it back, and says it again. */
async function requestChange(page, sheet, inspect) {
  await page.goto(sheet);
  await page.waitForSelector('[role=gridcell][data-active]');
  await says(page, '.header', 'of 4 decided');
  await press(page, 'Enter');
  await page.waitForSelector('.loupe .thread h3');
  await press(page, 'a');
  await page.waitForSelector('.region:focus');
  await inspect(page, 'a region');
  await press(page, 'ArrowRight', 'ArrowDown', 'Enter');
  await page.waitForFunction(() => document.activeElement?.classList.contains('draft-words'));
  await page.keyboard.type('This line is too long.');
  await press(page, 'Enter', 'r');
  await page.waitForSelector('.palette-words:focus');
  await page.keyboard.type('A shorter line, please.');
  await inspect(page, 'the reasons');
  await press(page, 'Enter');
  await status(page, 'Changes requested');
  await press(page, 'u');
  await status(page, '1 decision taken back');
  await press(page, 'r');
  await page.waitForSelector('.palette-words:focus');
  await press(page, '2');
  await status(page, 'Changes requested');
  await press(page, 'Escape');
  await page.waitForSelector('[role=grid]:focus');
  await press(page, ',');
  await status(page, 'Read again');
  await says(page, '.header', 'of 3 decided');
}

async function approveAll(page) {
  await page.waitForSelector('[role=grid]:focus');
  await page.waitForSelector('[role=gridcell][data-active]');
  // The group, then all.
  await chord(page, 'Control', 'a');
  await chord(page, 'Control', 'a');
  await status(page, 'selected');
  await press(page, 'p');
  await status(page, 'Approved');
  await press(page, ',');
  await says(page, '.empty', 'Nothing asks you now');
}

/** The producer writes another line in the one ad, moves it and makes it larger, and says what that fixes; a new revision is made. */
async function answer(page, demo, campaign, inspect) {
  await page.goto(`${demo.url}/review?campaign=${campaign}&queue=all&state=changes`);
  await page.waitForSelector('[role=gridcell][data-active]');
  await press(page, 'Enter');
  await says(page, '.thread', 'Answer the request');
  await press(page, 't');
  await editable(page);
  await tabTo(page, 'Headline:');
  await press(page, 'Enter');
  await page.waitForSelector('.edit-words:focus');
  await chord(page, 'Control', 'a');
  await page.keyboard.type(NEW_LINE);
  await press(page, 'Escape');
  await page.waitForSelector('.edit-box[data-slot=headline]:focus');
  await chord(page, 'Shift', 'ArrowDown');
  await press(page, '+');
  await status(page, 'moved 10 px down; larger, 1.05×');
  await press(page, 'u');
  await says(page, '.edit-part', 'moved 10 px down');
  await fix(page);
  await says(page, '.edit-send', '1 ad');
  await inspect(page, 'a turn');
  await chord(page, 'Control', 'Enter');
  await status(page, 'Revision 2 is here');
  await says(page, '.history', 'moved 10 px down');
}

/** Every note that is open is ticked as answered. */
async function fix(page) {
  const notes = await page.$$('.edit-fixes input');
  assert.ok(notes.length > 0, 'what was asked for is listed');
  for (const note of notes) {
    await note.focus();
    await press(page, 'Space');
  }
  await page.focus('.edit-box[data-slot=headline]');
}

/** The brand manager ticks what is fixed, holds the new revision against the old one, every way there is, and approves it from there. */
async function compareAndApprove(page, sheet, inspect) {
  await page.goto(sheet);
  await page.waitForSelector('[role=gridcell][data-active]');
  await press(page, 'Enter');
  await says(page, '.thread', 'Revision 2');
  await says(page, '.ticks', 'said to be fixed');
  await press(page, 'y');
  await status(page, 'Fixed.');
  await inspect(page, 'ticking');
  while ((await textOf(page, '.ticks .part-head span')) !== 'all ticked') await press(page, 'y');
  await press(page, 'c');
  await says(page, '.compare', 'Revision 1');
  for (const [key, part] of [
    ['2', '.wipe-slider:focus'],
    ['3', '.overlay-share input:focus'],
    ['4', '.difference'],
    ['5', '.overlay-share button'],
    ['1', '.compare-side'],
  ]) {
    await press(page, key);
    await page.waitForSelector(part);
  }
  await press(page, 'p');
  await status(page, 'Approved');
  await press(page, 'Escape', 'Escape');
  await page.waitForSelector('[role=grid]:focus');
  await press(page, ',');
  await says(page, '.empty', 'Nothing asks you now');
}

async function publish(page, demo, campaign) {
  await page.goto(`${demo.url}/releases?campaign=${campaign}`);
  await tabTo(page, 'Publish');
  await press(page, 'Enter');
  await says(page, '[role=dialog]', 'Publish 4 approved');
  await tabTo(page, 'Publish 4 approved');
  await press(page, 'Enter');
  await status(page, 'Publishing 4 ads');
  await says(page, '.list-table', 'Delivered');
}

/** From the whole to the one campaign, to the backend that was paid, to the page for the files. */
async function lookAtSpend(page, inspect) {
  await press(page, 'g', 's');
  await says(page, 'h1', 'Spend');
  await tabTo(page, TITLE);
  assert.equal(await focused(page), TITLE);
  await press(page, 'Enter');
  await says(page, '.lede', `spent on ${TITLE}`);
  await says(page, '.lede', '4 of 4 ads approved');
  await says(page, '.ledger', 'Settlement');
  await tabTo(page, 'Backend');
  await press(page, 'Enter');
  await says(page, '[aria-labelledby=breakdown-title]', 'sketch');
  await tabTo(page, 'GPU time');
  await press(page, 'Enter');
  await page.waitForSelector('th[aria-sort=descending] a[href*="sort=time"]');
  await inspect(page, 'the money by backend');
  await tabTo(page, 'Statement');
  await press(page, 'Enter');
  await says(page, '.statement', 'Total spent');
  await inspect(page, 'the statement');
}
