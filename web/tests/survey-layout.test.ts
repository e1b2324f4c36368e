import { describe, expect, it } from 'vitest';
import { layoutSurvey } from '../src/features/review/survey-layout';

const box = { width: 1200, height: 700 };

describe('a survey', () => {
  it('stands tall ads beside each other and wide ones below each other', () => {
    expect(layoutSurvey([0.5, 0.5, 0.5], box, 20, 30).columns).toBe(3);
    expect(layoutSurvey([8, 8], box, 20, 30).columns).toBe(1);
  });

  it('keeps everything inside the box', () => {
    for (let count = 2; count <= 12; count += 1) {
      const aspects = Array.from({ length: count }, (_, index) => [0.27, 1, 1.91, 8.09][index % 4] ?? 1);
      const { columns, width, height } = layoutSurvey(aspects, box, 20, 30);
      const rows = Math.ceil(count / columns);
      expect(columns * width + (columns - 1) * 20).toBeLessThanOrEqual(box.width + 0.01);
      expect(rows * (height + 30) + (rows - 1) * 20).toBeLessThanOrEqual(box.height + 0.01);
    }
  });
});
