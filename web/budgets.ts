/** What the desk may weigh. A build that is heavier fails and says what is in it. */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** Bytes after gzip. */
const INITIAL_JS = 170_000;
const CSS = 15_000;
const LAZY_JS = 70_000;
/** The page that must be quick from the first visit: its code counts as initial. */
const FIRST_PAGE = /\/routes\/review\.tsx$/;

type Bundle = Rollup.OutputBundle;

const sizeOf = (source: string | Uint8Array) => gzipSync(source).length;
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

function chunkOf(bundle: Bundle, file: string): Rollup.OutputChunk | undefined {
  const output = bundle[file];
  return output?.type === 'chunk' ? output : undefined;
}

/** A chunk and all that it imports before it runs. */
function closure(bundle: Bundle, file: string, known: Set<string> = new Set()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const imported of chunkOf(bundle, file)?.imports ?? []) closure(bundle, imported, known);
  return known;
}

function sum(bundle: Bundle, files: Iterable<string>): number {
  let bytes = 0;
  for (const file of files) bytes += sizeOf(chunkOf(bundle, file)?.code ?? '');
  return bytes;
}

/** What is over its budget, in words; nothing where all is well. */
export function overBudget(bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const first = chunks.filter(({ isEntry, facadeModuleId }) => isEntry || FIRST_PAGE.test(facadeModuleId ?? ''));
  const initial = new Set(first.flatMap(({ fileName }) => [...closure(bundle, fileName)]));
  const complaints: string[] = [];
  const weigh = (name: string, bytes: number, most: number) => {
    if (bytes > most) complaints.push(`${name} is ${kB(bytes)} after gzip, at most ${kB(most)}`);
  };
  weigh('the JavaScript of the first page', sum(bundle, initial), INITIAL_JS);
  for (const { isDynamicEntry, fileName } of chunks) {
    if (!isDynamicEntry || initial.has(fileName)) continue;
    const more = [...closure(bundle, fileName)].filter((file) => !initial.has(file));
    weigh(fileName, sum(bundle, more), LAZY_JS);
  }
  const styles = Object.values(bundle).flatMap((output) =>
    output.type === 'asset' && output.fileName.endsWith('.css') ? [sizeOf(output.source)] : [],
  );
  weigh(
    'all style sheets together',
    styles.reduce((all, bytes) => all + bytes, 0),
    CSS,
  );
  return complaints;
}

export function budgets(): Plugin {
  return {
    name: 'galley-budgets',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const complaints = overBudget(bundle);
        if (complaints.length > 0) this.error(complaints.join('\n'));
      },
    },
  };
}
