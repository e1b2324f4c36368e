import type { SheetLayout } from './sheet-layout';
import type { Names } from './use-names';
import type { Matrix } from './use-sheet-layout';

interface Props {
  matrix: Matrix;
  layout: SheetLayout;
  names: Names;
}

/** The formats above their columns: each as a small shape and its size. Every ad says its own format to those who listen. */
export function MatrixHead({ matrix, layout, names }: Props) {
  return (
    <div className="matrix-head" aria-hidden="true">
      {matrix.columns.map(({ format, aspect }, index) => {
        const column = layout.columns?.[index];
        return (
          <span key={format} style={{ left: column?.x, width: column?.width }} title={names.format(format)}>
            <i style={{ aspectRatio: aspect, ...(aspect > 1 ? { width: 14 } : { height: 11 }) }} />
            <span>{names.size(format)}</span>
          </span>
        );
      })}
    </div>
  );
}
