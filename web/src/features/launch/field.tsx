import { type ReactNode, useId } from 'react';
import type { ProblemItem } from '../../api/client';
import { t } from '../../locales/words';
import type { Path } from './brief-text';
import { useLaunch } from './launch-context';
import { fieldId, isUnder } from './problems';

interface Props {
  path: Path;
  label: string;
  note?: string;
  value: string;
  type?: 'text' | 'date';
  isLong?: boolean;
  isReadOnly?: boolean;
  placeholder?: string;
  onChange?: (value: string) => void;
}

/** One field of the brief, with what is wrong with it. An empty one is not called wrong before somebody wants to launch. */
export function TextField({
  path,
  label,
  note,
  value,
  type = 'text',
  isLong,
  isReadOnly,
  placeholder,
  onChange,
}: Props) {
  const { set } = useLaunch();
  const problems = useProblems(path, value === '');
  const noteId = useId();
  const shared = {
    id: fieldId(path),
    className: 'input',
    value,
    readOnly: isReadOnly,
    placeholder,
    'aria-invalid': problems.length > 0 || undefined,
    'aria-describedby': problems.length > 0 || note ? noteId : undefined,
  };
  const change = onChange ?? ((next: string) => set(path, next === '' && type === 'date' ? undefined : next));
  return (
    <label className="field">
      <span>{label}</span>
      {isLong ? (
        <textarea {...shared} rows={2} dir="auto" onChange={(event) => change(event.target.value)} />
      ) : (
        <input {...shared} type={type} dir="auto" autoComplete="off" onChange={(event) => change(event.target.value)} />
      )}
      <FieldNote id={noteId} problems={problems} note={note} />
    </label>
  );
}

export function useProblems(path: Path, isEmpty: boolean): ProblemItem[] {
  const { problems, isStrict } = useLaunch();
  if (isEmpty && !isStrict) return [];
  return problems.filter((problem) => problem.path.length > 0 && isUnder(problem.path, path)).map(({ item }) => item);
}

export function FieldNote({ id, problems, note }: { id?: string; problems: readonly ProblemItem[]; note?: ReactNode }) {
  if (problems.length === 0) return note ? <small id={id}>{note}</small> : null;
  return (
    <span id={id} className="field-problems">
      {problems.map((item) => (
        <small key={item.message} className="is-rej">
          {sentence(item)}
        </small>
      ))}
    </span>
  );
}

function sentence({ message, nearest, expected }: ProblemItem): string {
  const more = nearest ? t.trouble.nearest(nearest) : expected && t.trouble.expected(expected);
  return more ? `${message.replace(/\.$/, '')}. ${more}` : message;
}

interface ChoiceProps {
  path: Path;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  isReadOnly?: boolean;
  onChange?: (value: string) => void;
}

/** One of a closed list. A value that the list lacks is shown as it is written. */
export function ChoiceField({ path, label, value, options, isReadOnly, onChange }: ChoiceProps) {
  const { set } = useLaunch();
  const problems = useProblems(path, value === '');
  const isKnown = options.some((option) => option.value === value);
  return (
    <label className="field">
      <span>{label}</span>
      <select
        id={fieldId(path)}
        className="input"
        value={value}
        disabled={isReadOnly}
        aria-invalid={problems.length > 0 || undefined}
        onChange={(event) => (onChange ?? ((next) => set(path, next)))(event.target.value)}
      >
        {!isKnown && <option value={value}>{value || t.launch.choose}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldNote problems={problems} />
    </label>
  );
}

interface TickProps {
  path: Path;
  label: string;
  note?: string;
  isOn: boolean;
  onChange?: (isOn: boolean) => void;
}

export function TickField({ path, label, note, isOn, onChange }: TickProps) {
  const { set } = useLaunch();
  return (
    <label className="tick">
      <input
        id={fieldId(path)}
        type="checkbox"
        checked={isOn}
        onChange={(event) => (onChange ?? ((next) => set(path, next)))(event.target.checked)}
      />
      <span>
        {label}
        {note && <small className="is-quiet">{note}</small>}
      </span>
    </label>
  );
}
