import { describe, expect, it } from 'vitest';
import type { Certificate, SealStatement } from '../src/api/wire';
import {
  actionWords,
  approvalWords,
  modelWords,
  refusalOf,
  sealWords,
  trustWords,
} from '../src/features/verify/seal-words';
import { loadParts } from '../src/locales/words';

await loadParts(['verify']);

const certificate: Certificate = {
  subject: 'Ombrava',
  issuer: 'A trusted issuer',
  valid_from: '2026-01-01T00:00:00.000Z',
  valid_until: '2027-01-01T00:00:00.000Z',
  is_development: false,
  is_trusted: true,
};
const says = (signed: Certificate | null): SealStatement => ({
  title: 'Slow mornings',
  made_with: 'Galley',
  source_type: 'compositeWithTrainedAlgorithmicMedia',
  models: [],
  actions: [],
  ingredients: [],
  approvals: [],
  approved_sha256: null,
  alt_text: null,
  certificate: signed,
});

describe('a seal', () => {
  it('is green only where it is whole and its signer is trusted', () => {
    const tone = (signed: Certificate | null) => sealWords({ seal: 'whole', says: says(signed) }).tone;
    expect(tone(certificate)).toBe('is-ok');
    expect(tone({ ...certificate, is_trusted: false })).toBe('is-chg');
    expect(tone({ ...certificate, is_development: true })).toBe('is-chg');
    expect(tone(null)).toBe('is-chg');
    expect(sealWords({ seal: 'broken', says: null }).tone).toBe('is-rej');
    expect(sealWords({ seal: 'absent', says: null }).tone).toBe('is-chg');
  });

  it('says what its certificate is worth', () => {
    const words = [certificate, { ...certificate, is_trusted: false }, { ...certificate, is_development: true }, null];
    expect(new Set(words.map((signed) => trustWords(says(signed)))).size).toBe(4);
  });

  it('is told in words, also what no word is known for', () => {
    expect(actionWords('c2pa.created')).toBe('Made');
    expect(actionWords('app.galley.approved')).toBe('Approved');
    expect(actionWords('c2pa.color_adjustments')).toBe('Color adjustments');
    expect(approvalWords({ stage: 'legal', roles: ['legal', 'finance'] })).toBe('Legal: Legal, Finance');
    expect(approvalWords({ stage: 'creative', roles: [] })).toBe('Creative');
    expect(
      modelWords({
        models: [
          { name: 'bagel', version: '7b' },
          { name: 'sketch', version: null },
        ],
      }),
    ).toBe('bagel 7b, sketch');
  });
});

describe('a file', () => {
  it('is not sent where the server would turn it away', () => {
    expect(refusalOf({ size: 32 * 1024 * 1024 })).toBeNull();
    expect(refusalOf({ size: 40_000_000 })).toContain('40 MB');
    expect(refusalOf({ size: 0 })).toBe('This file is empty.');
  });
});
