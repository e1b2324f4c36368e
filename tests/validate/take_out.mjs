/**
 * Takes out of a demo what Galley hands to others, into the folder that is named: feedback in every format, split by
 * split, the month's FOCUS rows, and the published files. What they are worth, the validators beside this file say.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signIn, startDemo } from '../browser/program.mjs';

const FORMATS = ['preference', 'unpaired', 'reward', 'diffusion_dpo', 'label_studio'];

const folder = process.argv[2];
if (!folder) throw new Error('expected the folder to write to');
mkdirSync(folder, { recursive: true });

const demo = await startDemo();
try {
  const admin = await signIn(demo.url, demo.people.get('admin'));
  const brand = (await admin.get('/brands')).items[0].id;
  for (const format of FORMATS) {
    const taken = await admin.post(`/brands/${brand}/exports`, { format, receiver: 'validators' });
    for (const split of ['train', 'validation', 'test']) {
      const lines = (taken.rows[split] ?? []).map((row) => JSON.stringify(row));
      writeFileSync(join(folder, `${format}.${split}.jsonl`), lines.map((line) => `${line}\n`).join(''));
    }
  }
  const month = new Date().toISOString().slice(0, 7);
  const { name, value } = admin.cookie;
  const answer = await fetch(`${demo.url}/api/v1/spend/focus?month=${month}`, { headers: { Cookie: `${name}=${value}` } });
  if (!answer.ok) throw new Error(`the month was refused: ${answer.status} ${await answer.text()}`);
  writeFileSync(join(folder, 'focus.csv'), await answer.text());
  // What went out: the files themselves, as they lie in the demo's folder.
  cpSync(demo.published, join(folder, 'published'), { recursive: true });
} finally {
  await demo.stop();
}
