/** A folder as people choose it: what systems leave in it is no part of it, and a kit's own name is not in its paths. */
import type { FolderFile } from '../../api/skill-commands';

const LEFT_BY_SYSTEMS = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|__MACOSX)(\/|$)/;

/** Where it stands in the folder, by its own name where it was chosen alone. */
export const pathOf = ({ webkitRelativePath, name }: Pick<File, 'webkitRelativePath' | 'name'>) =>
  webkitRelativePath || name;

/** What of a choice is handed in, in order. */
export function filesOf(chosen: readonly File[]): FolderFile[] {
  return chosen
    .map((file) => ({ path: pathOf(file), file }))
    .filter(({ path }) => !LEFT_BY_SYSTEMS.test(path))
    .toSorted((one, other) => one.path.localeCompare(other.path, 'en'));
}

/** Without the folder in which all of them stand. */
export function inFolder(files: readonly FolderFile[]): FolderFile[] {
  const folder = files[0]?.path.split('/')[0] ?? '';
  const isCommon = folder !== '' && files.every(({ path }) => path.startsWith(`${folder}/`));
  return files.map(({ path, file }) => ({ path: isCommon ? path.slice(folder.length + 1) : path, file }));
}

/** `de, at , DE` as a list without doubles. */
export const marketsIn = (words: string): string[] => [
  ...new Set(
    words
      .split(/[\s,;]+/)
      .map((market) => market.toLowerCase())
      .filter(Boolean),
  ),
];
