import { useMemo, useState } from 'react';

/** What the preview shows; it outlives the step it is chosen in. */
export interface PreviewChoice {
  cell: Readonly<Record<string, string>>;
  setCell: (cell: Readonly<Record<string, string>>) => void;
  /** Null shows every format of the brief. */
  formats: ReadonlySet<string> | null;
  setFormats: (formats: ReadonlySet<string> | null) => void;
}

export function usePreviewChoice(): PreviewChoice {
  const [cell, setCell] = useState<Readonly<Record<string, string>>>({});
  const [formats, setFormats] = useState<ReadonlySet<string> | null>(null);
  return useMemo(() => ({ cell, setCell, formats, setFormats }), [cell, formats]);
}
