import { type ChangeEvent, useId } from 'react';
import type { Workflow } from '../../api/wire';
import { bytes } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { emptyDeck, writeDeck } from './copy-deck';
import { FieldNote, useProblems } from './field';
import { useLaunch } from './launch-context';
import { fieldId } from './problems';

type Input = Workflow['inputs'][number];

const ACCEPTS: Readonly<Record<string, string>> = {
  image: '.png,.jpg,.jpeg,.webp',
  copy_deck: '.csv,.xlsx',
  product_feed: '.csv,.xlsx',
};

/** The brief as a file, and what it names: one row for each thing the workflow wants, then whatever else came along. */
export function FilesPart() {
  const { workflow, fields, draft, addFiles } = useLaunch();
  const named = new Set(Object.values(fields.inputs));
  const others = Object.keys(draft.files).filter((name) => !named.has(name));
  const onChoose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    addFiles([...(target.files ?? [])]);
    target.value = '';
  };
  return (
    <section className="launch-part" aria-labelledby="launch-files">
      <h2 className="small-title" id="launch-files">
        {t.launch.files}
      </h2>
      <label className="drop-zone">
        <Icon name="file" size={20} />
        <span>{t.launch.drop}</span>
        <input type="file" multiple className="unseen" aria-label={t.launch.drop} onChange={onChoose} />
      </label>
      <ul className="input-list">
        {(workflow?.inputs ?? []).map((input) => (
          <InputRow key={input.name} input={input} />
        ))}
        {others.map((name) => (
          <OtherFile key={name} name={name} />
        ))}
      </ul>
    </section>
  );
}

function InputRow({ input }: { input: Input }) {
  const { fields, draft, fileNames, addFiles, setSaid } = useLaunch();
  const labelId = useId();
  const name = fields.inputs[input.name] ?? '';
  const problems = useProblems(['inputs', input.name], name === '');
  const file = draft.files[name];
  const isThere = fileNames.includes(name);
  const onChoose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = target.files?.[0];
    target.value = '';
    if (!chosen) return;
    addFiles([chosen]);
    if (chosen.name !== name)
      setSaid([[['inputs', input.name], chosen.name]], t.launch.inputSet(input.title, chosen.name));
  };
  return (
    <li className="input-row" data-there={isThere || undefined}>
      <span className={isThere ? 'is-ok' : 'is-quiet'}>
        <Icon name={isThere ? 'approve' : 'pending'} size={14} />
      </span>
      <div>
        <p id={labelId}>
          {input.title} {!input.is_required && <span className="is-quiet">{t.launch.optional}</span>}
        </p>
        <p className="is-quiet">
          {!name
            ? t.launch.kinds[input.kind as keyof typeof t.launch.kinds]
            : file
              ? `${name} · ${bytes(file.size)}`
              : name}
          {name && !isThere && <span className="is-chg"> {t.launch.notThere}</span>}
          {name && isThere && !file && ` · ${t.launch.fromBefore}`}
        </p>
        <FieldNote problems={problems} />
      </div>
      <div className="input-actions">
        {input.kind === 'copy_deck' && !name && <EmptyDeck input={input} />}
        <label className="button file-button">
          {isThere ? t.launch.otherFile : t.launch.chooseFile}
          <input
            id={fieldId(['inputs', input.name])}
            type="file"
            accept={ACCEPTS[input.kind]}
            className="unseen"
            aria-label={`${isThere ? t.launch.otherFile : t.launch.chooseFile}: ${input.title}`}
            onChange={onChoose}
          />
        </label>
      </div>
    </li>
  );
}

/** A deck with a row for each line the brief needs; it is filled in here, or downloaded and sent to the writers. */
function EmptyDeck({ input }: { input: Input }) {
  const { fields, markets, addFiles, setSaid } = useLaunch();
  const isPossible = fields.markets.length > 0;
  const make = () => {
    const locales = markets.filter(({ id }) => fields.markets.includes(id)).map(({ locale }) => locale.tag);
    const messages = fields.messages.length > 0 ? fields.messages.map(({ id }) => id) : ['*'];
    const text = writeDeck(emptyDeck(messages, [...new Set(locales)]));
    addFiles([new File([text], 'copy.csv', { type: 'text/csv' })]);
    setSaid([[['inputs', input.name], 'copy.csv']], t.launch.deckMade);
  };
  return (
    <button
      type="button"
      className="button plain"
      disabled={!isPossible}
      title={isPossible ? undefined : t.launch.deckNeedsMarkets}
      onClick={make}
    >
      {t.launch.makeDeck}
    </button>
  );
}

function OtherFile({ name }: { name: string }) {
  const { draft, book } = useLaunch();
  const leaveOut = () => {
    const { [name]: _, ...files } = draft.files;
    book.edit({ files });
  };
  return (
    <li className="input-row">
      <span className="is-quiet">
        <Icon name="file" size={14} />
      </span>
      <div>
        <p>{name}</p>
        <p className="is-quiet">
          {bytes(draft.files[name]?.size ?? 0)} · {t.launch.notNamed}
        </p>
      </div>
      <button type="button" className="button plain square" aria-label={t.brief.leaveOut(name)} onClick={leaveOut}>
        <Icon name="close" size={13} />
      </button>
    </li>
  );
}
