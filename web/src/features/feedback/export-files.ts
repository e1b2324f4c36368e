/** What an export hands over, as files: one a split, the data card, the list of what to delete. */
import type { ExportFormat, FeedbackExport } from '../../api/wire';

export const SPLITS = ['train', 'validation', 'test'] as const;

export interface ExportFile {
  what: (typeof SPLITS)[number] | 'card' | 'deletions';
  name: string;
  type: string;
  text: string;
  rows: number;
}

interface Asked {
  brand: string;
  format: ExportFormat;
  receiver: string;
}

export function filesOf({ rows, card, deletions }: FeedbackExport, { brand, format, receiver }: Asked): ExportFile[] {
  const name = (part: string) => [brand, format.replaceAll('_', '-'), receiver, part].join('-');
  const splits = SPLITS.map((what) => {
    const lines = rows[what] ?? [];
    return {
      what,
      name: `${name(what)}.jsonl`,
      type: 'application/x-ndjson',
      text: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      rows: lines.length,
    };
  });
  const json = (what: 'card' | 'deletions', value: unknown, count: number) => ({
    what,
    name: `${name(what === 'card' ? 'data-card' : 'deletions')}.json`,
    type: 'application/json',
    text: `${JSON.stringify(value, null, 2)}\n`,
    rows: count,
  });
  const gone = deletions.events.length + deletions.outputs.length;
  return [
    ...splits.filter(({ rows: count }) => count > 0),
    json('card', card, 1),
    ...(gone > 0 ? [json('deletions', deletions, gone)] : []),
  ];
}
