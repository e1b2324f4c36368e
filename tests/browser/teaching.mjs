/**
 * What a brand's people say besides deciding, by keys alone: which of two ads is better, what may be learned from, what is taken
 * out; and what the journal has of it. Runs after the journey, whose decisions it finds there.
 */
import assert from 'node:assert/strict';
import { openPage } from './chromium.mjs';
import { press, says, status, tabTo } from './keyboard.mjs';
import { signIn } from './program.mjs';

export async function teach({ demo, browser, inspect }) {
  const open = async (who) => {
    const person = await signIn(demo.url, demo.people.get(who));
    return openPage(browser, { cookie: person.cookie });
  };
  const [manager, admin] = await Promise.all(['tomasz', 'admin'].map(open));
  await compare(manager, demo);
  await withdrawAndAllow(manager, inspect);
  await takeOut(manager, inspect);
  await findInJournal(admin, demo);
  for (const page of [manager, admin]) {
    assert.deepEqual(page.troubles, []);
    await page.browserContext().close();
  }
}

/** A choice that was taken back is not noted; the one after it is. */
async function compare(page, demo) {
  const person = await signIn(demo.url, demo.people.get('tomasz'));
  const { items } = await person.get('/variants?limit=200&market=it');
  const twice = items.find(({ revision_count }) => revision_count > 1);
  await page.goto(`${demo.url}/review?campaign=${twice.campaign_id}&queue=all&item=${twice.id}&loupe=true&compare=side`);
  await page.waitForSelector('.prefer');
  await press(page, 's');
  await status(page, 'the left one is better');
  await tabTo(page, 'Undo');
  await press(page, 'Enter');
  await status(page, 'Taken back');
  await press(page, 'f');
  await status(page, 'the right one is better');
  await page.waitForSelector('.prefer [aria-pressed=true]');
}

async function withdrawAndAllow(page, inspect) {
  await press(page, 'g', 'f');
  await says(page, 'h1', 'Feedback');
  await says(page, '.consent .option', 'since');
  await tabTo(page, 'Everything');
  await press(page, 'ArrowUp');
  await says(page, '.consent .notice', 'This reaches back');
  await inspect(page, 'a withdrawal');
  await tabTo(page, 'Withdraw and forget');
  await press(page, 'Enter');
  await status(page, 'Withdrawn');
  await says(page, '.lede', 'only how ads were made and judged');
  await page.waitForFunction(() => !document.querySelector('.lesson'));
  await tabTo(page, 'Traces only');
  await press(page, 'ArrowDown');
  await tabTo(page, 'Allow everything from now on');
  await press(page, 'Enter');
  await status(page, 'From now on Galley learns');
  // A later permission brings nothing back.
  await says(page, '.lessons-none', 'No lesson yet');
}

async function takeOut(page, inspect) {
  await tabTo(page, 'Export');
  await press(page, 'Enter');
  await page.waitForSelector('.dialog .input');
  await tabTo(page, 'Who gets it');
  await page.keyboard.type('studio-lab');
  await press(page, 'Enter');
  await says(page, '.dialog', 'nothing to export');
  await says(page, '.dialog', 'Data card');
  await inspect(page, 'an export');
  await press(page, 'Escape');
}

/** The choice goes out once its time to be taken back is over. */
async function findInJournal(page, demo) {
  await page.goto(`${demo.url}/journal`);
  const handle = await page.waitForFunction(
    async () => {
      const text = await (await fetch('/api/v1/journal?limit=5000')).text();
      const entries = text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
      const kinds = (kind) => entries.filter((entry) => entry.kind === kind).map(({ payload }) => payload);
      const [comparisons, decisions] = [kinds('comparison'), kinds('decision')];
      return comparisons.length > 0 && { comparisons, shown: decisions.map(({ shown }) => shown ?? {}) };
    },
    { polling: 500 },
  );
  const { comparisons, shown } = await handle.jsonValue();
  assert.equal(comparisons.at(-1).preferred, 'right');
  assert.ok(shown.some(({ position, seconds }) => position === 0 && seconds > 0), 'no decision says how its ad was shown');
}
