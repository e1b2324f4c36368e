import { describe, expect, it } from 'vitest';
import { actionFor, KEY_TABLE, type KeyStroke, nameOf, type Place } from '../src/features/keys/key-table';
import { en } from '../src/locales/en';

const stroke = (key: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('the key table', () => {
  it('gives no key two meanings in one place', () => {
    for (const place of ['sheet', 'loupe', 'compare', 'survey', 'region', 'edit', 'desk'] as Place[]) {
      const keys = KEY_TABLE.filter((row) => (row.places as readonly Place[]).includes(place)).flatMap(
        (row) => row.keys,
      );
      expect(new Set(keys).size, place).toBe(keys.length);
    }
  });

  it('has words for every action, and no words for none', () => {
    const actions = KEY_TABLE.map((row) => row.action);
    expect(Object.keys(en.keys.actions).toSorted()).toEqual([...actions].toSorted());
  });

  it('has short words for every hint', () => {
    for (const row of KEY_TABLE) if ('isHint' in row) expect(en.keys.short, row.action).toHaveProperty(row.action);
  });

  it('tells decisions from their capitals and from chords', () => {
    expect(actionFor(stroke('p'), 'sheet')).toBe('approve');
    expect(actionFor(stroke('P', { shiftKey: true }), 'sheet')).toBe('approveSet');
    expect(actionFor(stroke('P', { shiftKey: true }), 'survey')).toBeUndefined();
    expect(actionFor(stroke('p', { ctrlKey: true }), 'sheet')).toBeUndefined();
    expect(actionFor(stroke('z', { metaKey: true }), 'sheet')).toBe('undo');
    expect(actionFor(stroke('Z', { metaKey: true, shiftKey: true }), 'loupe')).toBe('redo');
    expect(actionFor(stroke('?', { shiftKey: true }), 'desk')).toBe('help');
  });

  it('follows the place of a key where the layout has no Latin letters', () => {
    expect(nameOf(stroke('з', { code: 'KeyP' }))).toBe('P');
    expect(nameOf(stroke('ح', { code: 'KeyP' }))).toBe('P');
    expect(actionFor(stroke('ч', { code: 'KeyX' }), 'loupe')).toBe('reject');
  });

  it('leaves words alone that are being composed', () => {
    expect(actionFor(stroke('p', { isComposing: true }), 'sheet')).toBeUndefined();
  });
});
