/** Words of releases and the journal. */
import { ads, n } from './counting';

export const money = {
  destinations: { folder: 'Folder', s3: 'S3 store' } as Record<string, string>,
  releases: {
    note: 'Sealed ads, packaged and delivered',
    publish: 'Publish',
    publishNote: 'All approved ads that have not been delivered there. A broken seal refuses its ad and says why.',
    none: 'Nothing is released yet',
    nonePublisher: 'When ads are approved, publish them from here.',
    noneOther: 'Approved ads that were published are listed here with their hashes.',
    destination: 'To',
    destinationNote: 'A destination that the workflow names.',
    nothingApproved: 'Nothing approved to publish',
    send: (count: string) => `Publish ${count} approved`,
    started: (count: number) => `Publishing ${ads(count)}.`,
    refused: (count: number, why: string) => `${ads(count)} not published: the seal is broken by ${why}.`,
    items: (count: number) => `${n(count, 'file')} in this release`,
    delivered: 'Delivered',
    waiting: 'On its way',
    states: { active: 'Going out', done: 'Delivered', failed: 'Failed' },
    columns: {
      made: 'Made',
      campaign: 'Campaign',
      to: 'To',
      state: 'State',
      ads: 'Ads',
      manifest: 'Manifest hash',
      name: 'Name',
      hash: 'Hash',
      size: 'Size',
      delivered: 'Delivery',
    },
  },
  journal: {
    note: 'Every decision and action, chained; verifiable offline',
    download: 'Download all',
    entries: (count: number) =>
      `${count === 1 ? 'entry' : 'entries'}, each holding the hash of the one before. The last one is`,
    newest: 'Newest entries',
    columns: { seq: 'Number', at: 'When', kind: 'What', actor: 'Who', hash: 'Hash' },
    actor: (id: string) => (id === 'galley' ? 'Galley' : id.startsWith('gst') ? 'Guest' : id),
    kinds: {} as Record<string, string>,
  },
};
