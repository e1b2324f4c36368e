interface Piece {
  share: number;
  kind?: 'ok' | 'chg' | 'rej' | 'held';
}

/** A bar whose pieces stand one behind the other; its meaning is always in words beside it. */
export function Meter({ pieces }: { pieces: readonly Piece[] }) {
  let start = 0;
  return (
    <span className="meter" aria-hidden="true">
      {pieces.map((piece, index) => {
        const share = Math.max(0, Math.min(1 - start, piece.share));
        const style = { insetInlineStart: `${start * 100}%`, width: `${share * 100}%` };
        start += share;
        return <i key={`${piece.kind ?? 'fill'}${index}`} className={piece.kind} style={style} />;
      })}
    </span>
  );
}
