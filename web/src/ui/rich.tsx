import { Fragment } from 'react';

/** The isolates of Unicode: a name or an amount keeps its own direction, also where only the text is taken. */
const [OPEN, CLOSE] = ['\u2068', '\u2069'];

/** A part of a sentence that is the matter of it. */
export const marked = (text: string): string => `${OPEN}${text}${CLOSE}`;

/** A sentence whose marked parts stand out. */
export function Rich({ text }: { text: string }) {
  return text.split(OPEN).map((piece, at) => {
    const [strong = '', rest] = piece.split(CLOSE);
    // oxlint-disable-next-line react/no-array-index-key
    const key = `${at}${piece}`;
    if (rest === undefined) return <Fragment key={key}>{piece}</Fragment>;
    return (
      <Fragment key={key}>
        <b>
          <bdi>{strong}</bdi>
        </b>
        {rest}
      </Fragment>
    );
  });
}
