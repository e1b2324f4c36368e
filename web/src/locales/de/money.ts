/** Words of releases and the journal in German. */
import { ads, n } from './counting';

export const money = {
  destinations: { folder: 'Ordner', s3: 'S3-Speicher' } as Record<string, string>,
  releases: {
    note: 'Versiegelte Anzeigen, gepackt und ausgeliefert',
    publish: 'Veröffentlichen',
    publishNote:
      'Alle freigegebenen Anzeigen, die dort noch nicht ausgeliefert sind. Ein gebrochenes Siegel weist seine Anzeige zurück und sagt, warum.',
    none: 'Noch ist nichts ausgeliefert',
    nonePublisher: 'Sobald Anzeigen freigegeben sind, veröffentlichen Sie sie von hier.',
    noneOther: 'Veröffentlichte Anzeigen stehen hier mit ihren Prüfsummen.',
    destination: 'Wohin',
    destinationNote: 'Ein Ziel, das der Workflow nennt.',
    nothingApproved: 'Nichts ist zum Veröffentlichen freigegeben',
    send: (count: string) => `${count} freigegebene veröffentlichen`,
    started: (count: number) => `${ads(count)} ${count === 1 ? 'wird' : 'werden'} veröffentlicht.`,
    refused: (count: number, why: string) => `${ads(count)} nicht veröffentlicht: Das Siegel ist gebrochen (${why}).`,
    items: (count: number) => `${n(count, 'Datei', 'Dateien')} in dieser Auslieferung`,
    delivered: 'Ausgeliefert',
    waiting: 'Unterwegs',
    states: { active: 'Geht hinaus', done: 'Ausgeliefert', failed: 'Gescheitert' },
    columns: {
      made: 'Erstellt',
      campaign: 'Kampagne',
      to: 'Wohin',
      state: 'Stand',
      ads: 'Anzeigen',
      manifest: 'Prüfsumme der Liste',
      name: 'Name',
      hash: 'Prüfsumme',
      size: 'Größe',
      delivered: 'Auslieferung',
    },
  },
  journal: {
    note: 'Jede Entscheidung und Handlung, verkettet; ohne Netz prüfbar',
    download: 'Alles herunterladen',
    entries: (count: number) =>
      `${count === 1 ? 'Eintrag' : 'Einträge'}, jeder mit der Prüfsumme des vorigen. Die letzte lautet`,
    newest: 'Neueste Einträge',
    columns: { seq: 'Nummer', at: 'Wann', kind: 'Was', actor: 'Wer', hash: 'Prüfsumme' },
    actor: (id: string) => (id === 'galley' ? 'Galley' : id.startsWith('gst') ? 'Gast' : id),
    kinds: {} as Record<string, string>,
  },
};
