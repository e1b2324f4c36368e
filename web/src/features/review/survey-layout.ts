/** How many columns show some pictures largest in a box: each count is tried, there are at most twelve. */
export interface SurveyLayout {
  columns: number;
  /** Of one picture's place, in pixels. */
  width: number;
  height: number;
}

interface Box {
  width: number;
  height: number;
}

export function layoutSurvey(aspects: readonly number[], box: Box, gap: number, caption: number): SurveyLayout {
  let best: SurveyLayout = { columns: 1, width: box.width, height: box.height };
  let most = -1;
  for (let columns = 1; columns <= aspects.length; columns += 1) {
    const rows = Math.ceil(aspects.length / columns);
    const width = (box.width - gap * (columns - 1)) / columns;
    const height = (box.height - gap * (rows - 1)) / rows - caption;
    // The smallest decides: a survey is only as good as its worst view.
    const least = Math.min(...aspects.map((aspect) => areaIn(aspect, width, height)));
    const all = aspects.reduce((sum, aspect) => sum + areaIn(aspect, width, height), 0);
    if (least * aspects.length + all > most) {
      most = least * aspects.length + all;
      best = { columns, width, height };
    }
  }
  return best;
}

function areaIn(aspect: number, width: number, height: number): number {
  const w = Math.min(width, height * aspect);
  return w > 0 && height > 0 ? (w * w) / aspect : 0;
}
