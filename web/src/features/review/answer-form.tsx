import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answerRequest } from '../../api/commands';
import type { Revision, VariantDetail } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';

interface Props {
  detail: VariantDetail;
  revision: Revision;
  /** With the run that makes the next revision, where one is needed. */
  onSent: (runId: string | undefined) => void;
  copy: { lang: string | undefined; dir: 'ltr' | 'rtl' | 'auto' };
}

/** The legal line and prices are not words of one ad: they belong to the market and the feed. */
const FIXED = ['legal', 'price', 'was_price', 'claim'];

/** A producer answers a change request: other words for this one ad, which is then made again. */
export function AnswerForm({ detail, revision, onSent, copy }: Props) {
  const texts = revision.texts.filter(({ slot }) => !FIXED.includes(slot));
  const [edits, setEdits] = useState<Record<string, string>>({});
  const [words, setWords] = useState('');
  const client = useQueryClient();
  const changed = Object.fromEntries(
    Object.entries(edits).filter(([slot, text]) => texts.find((each) => each.slot === slot)?.text !== text),
  );
  const answering = useMutation({
    mutationFn: () => answerRequest(detail.id, { revision_id: revision.id, words, edits: changed }),
    onSuccess: async ({ run }) => {
      setEdits({});
      setWords('');
      say(t.answer.sent);
      onSent(run?.id);
      await client.invalidateQueries({ queryKey: ['variant', detail.id] });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    answering.mutate();
  };
  return (
    <form className="answer" onSubmit={onSubmit} aria-label={t.answer.title}>
      <h3>{t.answer.title}</h3>
      {texts.map(({ slot, text }) => (
        <label key={slot} className="field">
          <span>{word(t.slots, slot)}</span>
          <input
            className="input"
            lang={copy.lang}
            dir={copy.dir}
            value={edits[slot] ?? text}
            onChange={(event) => setEdits({ ...edits, [slot]: event.target.value })}
          />
        </label>
      ))}
      <label className="field">
        <span>{t.answer.words}</span>
        <input className="input" dir="auto" value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      {answering.error && <Trouble error={answering.error} />}
      <button type="submit" className="button main" disabled={answering.isPending || Object.keys(changed).length === 0}>
        {t.answer.send}
      </button>
    </form>
  );
}
