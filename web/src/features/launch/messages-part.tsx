import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { slugOf } from './brief-text';
import { FieldNote, TextField, useProblems } from './field';
import { useLaunch } from './launch-context';
import { withoutStrays } from './matrix';
import { fieldId } from './problems';

/** What the campaign says: each message with the scene its pictures show. */
export function MessagesPart() {
  const { fields, workflow, set } = useLaunch();
  const problems = useProblems(['messages'], fields.messages.length === 0).filter(() => fields.messages.length === 0);
  if (workflow && !workflow.axes.includes('message')) return null;
  const add = () =>
    set(['messages'], [...fields.messages, { id: `message-${fields.messages.length + 1}`, title: '', scene: '' }]);
  return (
    <section className="launch-part" aria-labelledby="launch-messages">
      <h2 className="small-title" id="launch-messages">
        {t.launch.messages}
      </h2>
      {fields.messages.map((message, index) => (
        // A message is known by its place: its id is being written.
        // oxlint-disable-next-line react/no-array-index-key
        <MessageFields key={index} index={index} {...message} />
      ))}
      <FieldNote problems={problems} />
      <button type="button" id={fieldId(['messages'])} className="button" onClick={add}>
        <Icon name="plus" size={14} /> {t.launch.addMessage}
      </button>
    </section>
  );
}

function MessageFields({ index, id, title, scene }: { index: number; id: string; title: string; scene: string }) {
  const { fields, setAll, setSaid } = useLaunch();
  const rest = fields.messages.filter((_, each) => each !== index);
  const remove = () => {
    const exclude = withoutStrays(
      fields.exclude,
      'message',
      rest.map((message) => message.id),
    );
    setSaid(
      [[['messages'], rest], ...(exclude.length === fields.exclude.length ? [] : [[['exclude'], exclude] as const])],
      t.launch.messageRemoved(title || id),
    );
  };
  // As with the campaign: the short name follows until it is written.
  const follows = id === slugOf(title) || (title === '' && id === `message-${index + 1}`);
  const setTitle = (next: string) =>
    setAll([
      [['messages', index, 'title'], next],
      ...(follows ? [[['messages', index, 'id'], slugOf(next) || `message-${index + 1}`] as const] : []),
    ]);
  return (
    <fieldset className="message-fields">
      <legend className="unseen">{title || id}</legend>
      <div className="field-row">
        <TextField
          path={['messages', index, 'title']}
          label={t.launch.messageTitle}
          value={title}
          onChange={setTitle}
        />
        <TextField path={['messages', index, 'id']} label={t.launch.messageId} value={id} />
        <button
          type="button"
          className="button plain square"
          aria-label={t.launch.removeMessage(title || id)}
          onClick={remove}
        >
          <Icon name="close" size={13} />
        </button>
      </div>
      <TextField
        path={['messages', index, 'scene']}
        label={t.launch.scene}
        value={scene}
        isLong
        placeholder={t.launch.scenePlaceholder}
      />
    </fieldset>
  );
}
