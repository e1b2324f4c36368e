import type { BrandKit } from '../../api/wire';

const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The file of a family, by its name: `fonts/SourceSerif-600.ttf` is of `Source Serif`. */
export function fontFileOf(files: BrandKit['files'], family: string): BrandKit['files'][number] | undefined {
  const wanted = plain(family);
  const stem = (path: string) => plain(path.slice(path.lastIndexOf('/') + 1));
  return files.find(({ path }) => wanted !== '' && /\.(ttf|otf|woff2?)$/i.test(path) && stem(path).startsWith(wanted));
}
