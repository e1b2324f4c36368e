/** Words of what Galley learned in German: lessons, consent, figures, exports. */
import { n } from './counting';

const judgements = (count: number) => n(count, 'Entscheidung', 'Entscheidungen');

export const feedback = {
  feedback: {
    title: 'Gelerntes',
    note: (brand: string) => `Was Galley aus Entscheidungen über ${brand} gelernt hat`,
    brand: 'Marke',
    market: 'Markt',
    allMarkets: 'Alle Märkte',
    noBrand: 'Noch keine Marke',
    noBrandDetail:
      'Was Menschen über eine Marke entscheiden, lehrt Galley, was ihr gefällt. Es beginnt mit der ersten Kampagne.',
    reading: 'Liest, was gelernt wurde …',
    stale: 'Galley antwortet nicht. So stand es bei der letzten Antwort.',
    of: (part: string, all: string) => `${part} von ${all}`,
  },
  standing: {
    nothing: {
      lead: (brand: string) => `Galley lernt nichts aus ${brand}.`,
      rest: 'Niemand hat es erlaubt. Entscheidungen zählen ab dem Tag, an dem es jemand tut.',
    },
    traces_only: {
      lead: (brand: string) => `Galley lernt aus ${brand} nur, wie Anzeigen entstanden und beurteilt wurden.`,
      rest: 'Was in ihnen ist, sieht es nicht. Darum hat es keine Lehren über sie und wählt nichts aus.',
    },
    on_trial: {
      lead: (brand: string) => `Galley ist für ${brand} auf Probe.`,
      rest: 'Galley und der Zufall wählen abwechselnd, welche Anzeige vorgelegt wird, bis klar ist, wer es besser macht.',
    },
    acting: {
      lead: (brand: string) => `Galley wählt für ${brand} aus, weil es besser ist als der Zufall.`,
      rest: 'Es bestimmt, welche von mehreren Anzeigen vorgelegt wird. Ein Teil bleibt dem Zufall, damit der Unterschied sichtbar ist.',
    },
    stepped_back: {
      lead: (brand: string) => `Galley hält sich bei ${brand} zurück.`,
      rest: 'Was es auswählte, wurde nicht öfter freigegeben als das, was der Zufall wählte. Es lernt weiter und kommt wieder, wenn es besser ist.',
    },
    withdrawn:
      'Die Erlaubnis ist widerrufen und das Gelernte vergessen. Entscheidungen zählen wieder ab dem Tag, an dem es jemand erlaubt.',
    never: 'Es gibt niemals selbst etwas frei.',
    decisions: 'Gelernt aus Entscheidungen',
    missed: 'Vorhersagen irren um',
    points: (value: string) => `${value} Punkte`,
    agree: 'Prüfende sind sich einig',
    drift: (count: number) =>
      `Der Geschmack hat sich ${count === 1 ? 'einmal' : `${count}-mal`} gewandelt; ältere Entscheidungen zählen seither weniger.`,
  },
  lessons: {
    title: 'Was es gelernt hat',
    in: (market: string) => `Was es für ${market} gelernt hat`,
    noneFor: 'Noch nichts, das hervorsticht.',
    noneAgainst: 'Noch nichts, das hervorsticht.',
    with: 'Damit',
    without: 'Sonst',
    approved: (part: string, all: string) => `${part} von ${all} freigegeben`,
    here: (market: string) => `Gezählt in ${market}`,
    everywhere: 'Gezählt in allen Märkten: hier zu wenige Entscheidungen',
    look: (count: number) =>
      count === 1 ? 'Die Entscheidung ansehen' : `Die neuesten ${count} Entscheidungen ansehen`,
    wrong: 'Das stimmt nicht',
    objected: 'Sie haben widersprochen.',
    held: (words: string, brand: string) =>
      `„${words}“ zählt bei Anzeigen von ${brand} weder dafür noch dagegen, in allen Märkten.`,
    sent: (words: string) =>
      `Vermerkt: „${words}“ zählt jetzt nicht mehr. Neue Entscheidungen können es wieder lehren.`,
    takenBack: (words: string) => `Zurückgenommen: „${words}“ zählt wie zuvor.`,
    refused: (words: string) => `„${words}“ zählt weiter: Galley hat den Widerspruch nicht angenommen.`,
    none: 'Noch keine Lehre',
    noneDetail: (count: number | null) =>
      `Eine Lehre braucht mindestens fünf Entscheidungen mit einem Merkmal, fünf ohne es und einen deutlichen Unterschied. ${count === null ? 'Noch sind es zu wenige.' : `Bisher ${count === 1 ? 'ist' : 'sind'} es ${judgements(count)}.`}`,
    since: 'Entscheidungen zählen ab dem Tag, an dem es erlaubt wurde.',
    toReview: 'Zur Freigabe',
  },
  evidence: {
    title: (words: string) => `Entscheidungen hinter „${words}“`,
    note: 'Die neueste zuerst. Jede öffnet die Anzeige, wie sie beurteilt wurde.',
    by: (who: string, when: string) => `${who}, ${when}`,
  },
  consent: {
    title: 'Woraus Galley lernen darf',
    levels: {
      nothing: { name: 'Nichts', means: 'Entscheidungen stehen im Journal. Galley lernt nichts daraus.' },
      traces_only: {
        name: 'Nur Spuren',
        means:
          'Wie Anzeigen entstanden und beurteilt wurden: wann, von wem, wie schnell. Niemals, was in Bild und Text ist.',
      },
      everything: {
        name: 'Alles',
        means:
          'Auch was in Bild und Text ist, damit Galley sagen kann, was der Marke gefällt. Nur dies kann ausgegeben werden.',
      },
    },
    sensitive: 'Bei sensiblen Kampagnen gelten nur Spuren, was immer hier gewählt ist.',
    since: (who: string, when: string) => `${who}, seit ${when}`,
    mayNot: 'Markenführung oder Verwaltung können das ändern.',
    grant: (level: string) => `Ab jetzt erlauben: ${level}`,
    grantNote: 'Es zählt ab jetzt. Aus früheren Entscheidungen wird nicht gelernt.',
    withdraw: 'Widerrufen und vergessen',
    withdrawTitle: 'Das wirkt zurück.',
    withdrawNotes: {
      forgets: 'Galley vergisst, was frühere Entscheidungen lehrten, und lernt neu nur aus dem, was erlaubt bleibt.',
      exports:
        'Keine spätere Ausgabe enthält etwas davon. Wer frühere hat, findet es auf der Liste dessen, was zu löschen ist.',
      final: 'Eine neue Erlaubnis bringt nichts zurück: Sie zählt erst ab ihrem Tag.',
    },
    granted: (level: string, brand: string) => `Ab jetzt lernt Galley aus ${brand}: ${level}.`,
    withdrawn: (brand: string) => `Widerrufen. Galley hat vergessen, was es über ${brand} nicht mehr wissen darf.`,
    history: 'Wer was wann erlaubt hat',
    never: 'Noch hat niemand etwas erlaubt.',
    you: 'Sie',
    another: 'Jemand aus dem Team',
  },
  figures: {
    title: 'Wie gut es geht',
    over: (count: number) => `Über die letzten ${judgements(count)}`,
    calibration: 'Vorhersage und Ergebnis',
    expected: 'Freigabe erwartet',
    approved: 'Freigegeben',
    exact: 'wie vorhergesagt',
    calibrationNote: (points: string) =>
      `Ein Punkt ist eine Gruppe von Anzeigen mit etwa gleicher Vorhersage. Auf der Linie wurden so viele freigegeben wie erwartet; im Mittel liegen sie ${points} Punkte daneben.`,
    bin: (expected: string, part: string, all: string) => `Erwartet ${expected} %: ${part} von ${all} freigegeben`,
    lift: 'Galley gegen den Zufall',
    model: 'Von Galley gewählt',
    holdout: 'Vom Zufall gewählt',
    liftNote: (percent: string) => `Galley ist mit einer Wahrscheinlichkeit von ${percent} % wirklich besser.`,
    liftSure: 'Galley ist mit großer Sicherheit besser.',
    liftFew: (least: number) => `Noch nicht zu sagen: Es braucht je ${least} erste Fassungen.`,
    agreement: 'Einigkeit der Prüfenden',
    agreementNote: (part: string, all: string) =>
      `Zwei Menschen entschieden ${all}-mal über dieselbe Fassung und waren ${part}-mal einig. Sicherer als Menschen kann keine Vorhersage sein.`,
    agreementNone: 'Noch haben nie zwei Menschen über dieselbe Fassung entschieden.',
    flagged: 'Worauf Prüfende zeigen',
    flaggedNone: 'Noch keine Markierungen.',
    reviewers: 'Prüfende',
    reviewersNote: 'Zeichen von Müdigkeit, nicht von Schuld. Niemand wird daran gemessen.',
    columns: {
      who: 'Wer',
      decisions: 'Entscheidungen',
      approved: 'Freigegeben',
      agreed: 'Einig mit anderen',
      run: 'Längste Folge von Freigaben',
      seconds: 'Zeit für eine, Median',
    },
    numbered: (number: number) => `Person ${number}`,
    conversation: 'Ein Gespräch wert',
    conversationNote:
      'Mehr Freigaben hintereinander, als diese Anzeigen erklären. Eine zu lange Liste ist der wahrscheinlichere Grund; fragen Sie, wie es geht.',
  },
  exports: {
    open: 'Ausgeben',
    title: 'Ausgabe fürs Training',
    lede: 'Entscheidungen als Zeilen, mit denen anderswo Modelle trainiert werden. Nur was ganz erlaubt ist, nichts aus sensiblen Kampagnen; Menschen unter Decknamen.',
    format: 'Form',
    formats: {
      preference: { name: 'Vorlieben als Paare', means: 'Freigegeben gegen abgelehnt, als Gespräche (TRL).' },
      unpaired: { name: 'Einzelne Urteile', means: 'Eine Anzeige, und ob sie freigegeben wurde (TRL).' },
      reward: { name: 'Belohnungsmodell', means: 'Paare mit Abstand (TRL).' },
      diffusion_dpo: { name: 'Bildpaare', means: 'Zwei Bilder zu einer Vorgabe (Diffusion-DPO).' },
      label_studio: { name: 'Aufgaben für Label Studio', means: 'Zum weiteren Beschriften durch Menschen.' },
    },
    receiver: 'Wer sie bekommt',
    receiverNote: 'Kleine Buchstaben, Ziffern und Striche. Derselbe Name bekommt wieder dieselben Decknamen.',
    make: 'Ausgabe erstellen',
    making: 'Wird erstellt …',
    none: 'In dieser Form gibt es noch nichts auszugeben',
    noneDetail:
      'Paare brauchen eine freigegebene und eine abgelehnte Anzeige am selben Platz; einzelne Urteile brauchen Entscheidungen aus einer Zeit, in der alles erlaubt war.',
    ready: (rows: number, receiver: string) => `${n(rows, 'Zeile', 'Zeilen')} für ${receiver}`,
    files: {
      train: 'Training',
      validation: 'Überprüfung',
      test: 'Prüfung',
      card: 'Datenblatt',
      deletions: 'Liste des zu Löschenden',
    },
    rows: (count: number) => n(count, 'Zeile', 'Zeilen'),
    cardNote: 'Was darin ist, wie es entstand, was daran bekanntermaßen nicht stimmt.',
    deletions: 'Vom Empfänger zu löschen',
    deletionsNone: 'Nichts: Alles früher Ausgegebene darf behalten werden.',
    deletionsNote: (events: number, outputs: number) =>
      `Aus früheren Ausgaben dürfen ${judgements(events)} und ${n(outputs, 'Anzeige', 'Anzeigen')} nicht mehr behalten werden.`,
    download: 'Herunterladen',
    downloadOf: (name: string) => `${name} herunterladen`,
    again: 'Weitere Ausgabe',
    close: 'Fertig',
  },
};
