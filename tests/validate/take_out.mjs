/**
 * Takes out of a demo what Galley hands to others, into the folder that is named: feedback in every format, split by
 * split, the skills that its decisions offer, the month's FOCUS rows, and the campaign's lines for translators in every
 * language. What they are worth, the validators beside this file say.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
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
  const take = async (path, file) => {
    const { name, value } = admin.cookie;
    const answer = await fetch(`${demo.url}/api/v1${path}`, { headers: { Cookie: `${name}=${value}` } });
    if (!answer.ok) throw new Error(`${path} was refused: ${answer.status} ${await answer.text()}`);
    writeFileSync(join(folder, file), Buffer.from(await answer.arrayBuffer()));
  };
  const campaign = (await admin.get('/campaigns')).items[0].id;
  const languages = (await admin.get(`/campaigns/${campaign}/languages`)).items.filter((one) => !one.is_source);
  for (const { tag } of languages) {
    await take(`/campaigns/${campaign}/copy?locale=${tag}`, `copy.${tag}.21.xlf`);
    await take(`/campaigns/${campaign}/copy?locale=${tag}&format=xliff12`, `copy.${tag}.12.xlf`);
    await take(`/campaigns/${campaign}/copy?locale=${tag}&format=tmx`, `copy.${tag}.tmx`);
  }
  await take(`/brands/${brand}/glossary?source=en-GB`, 'glossary.tbx');
  for (const offer of (await admin.get(`/brands/${brand}/skill_offers`)).items) {
    const place = join(folder, 'skills', `${offer.element}-${offer.aspect}`.replaceAll('_', '-'));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'SKILL.md'), offer.skill);
  }
  const month = new Date().toISOString().slice(0, 7);
  await take(`/spend/focus?month=${month}`, 'focus.csv');
} finally {
  await demo.stop();
}
