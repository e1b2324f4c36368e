interface Piece {
  share: number;
  kind?: 'ok' | 'chg' | 'rej' | 'held';
}

/** A bar whose pieces stand one behind the other; its meaning is always in words beside it. */
export function Meter({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <span className="meter" aria-hidden="true">
      {placed(pieces).map(({ kind, start, share }) => (
        <i
          key={start + (kind ?? '')}
          className={kind}
          style={{ insetInlineStart: `${start * 100}%`, width: `${share * 100}%` }}
        />
      ))}
    </span>
  );
}

function placed(pieces: readonly Piece[]) {
  let start = 0;
  return pieces
    .map(({ share, kind }) => {
      const piece = { kind, start, share: Math.max(0, Math.min(1 - start, share)) };
      start += piece.share;
      return piece;
    })
    .filter(({ share }) => share > 0);
}
