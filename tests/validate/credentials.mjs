/**
 * Published pictures, judged by a reader whose code has nothing in common with the one that wrote them. Arguments: the folder
 * that take_out.mjs filled, and a program beside the installed reader. A tampered twin must be refused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, program] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(join(dirname(program), '..', '@trustnxt/c2pa-ts/dist', name, 'index.js')).href);
const { JPEG, PNG } = await part('asset');
const { SuperBox } = await part('jumbf');
const { ManifestStore } = await part('manifest');

async function isValid(bytes) {
  try {
    const asset = JPEG.canRead(bytes) ? new JPEG(bytes) : new PNG(bytes);
    const box = asset.getManifestJUMBF();
    if (!box) return false;
    return (await ManifestStore.read(SuperBox.fromBuffer(box)).validate(asset)).isValid;
  } catch {
    return false;
  }
}

const published = join(folder, 'published');
const pictures = readdirSync(published, { recursive: true }).filter((name) => ['.png', '.jpg'].includes(extname(name)));
if (pictures.length === 0) throw new Error('the demo published no pictures');
for (const name of pictures) {
  const bytes = readFileSync(join(published, name));
  if (!(await isValid(bytes))) throw new Error(`${name} is not accepted`);
}
const twin = readFileSync(join(published, pictures[0]));
twin[twin.length - 20] ^= 1;
if (await isValid(twin)) throw new Error('a tampered picture is accepted');
console.log(`credentials: ${pictures.length} pictures accepted by the second reader, a tampered one refused`);
