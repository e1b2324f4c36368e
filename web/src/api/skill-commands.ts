/** What the pages of skills and brand kits change. */
import { randomKey } from '../lib/random-key';
import { post, put } from './client';
import type { BrandKit, Replay, Skill } from './wire';

/** A file by its path in the folder. */
export interface FolderFile {
  path: string;
  file: Blob;
}

export interface Place {
  /** Null: every brand. */
  brandId: string | null;
  /** Empty: all. */
  markets: readonly string[];
}

function folderForm(files: readonly FolderFile[]): FormData {
  const form = new FormData();
  for (const { path, file } of files) form.append('files', file, path);
  return form;
}

export function pushSkill({ brandId, markets }: Place, files: readonly FolderFile[]): Promise<Skill> {
  const form = folderForm(files);
  if (brandId) form.append('brand_id', brandId);
  if (markets.length > 0) form.append('markets', markets.join(','));
  return post<Skill>('/skills', { form, idempotencyKey: randomKey() });
}

export const draftSkill = (
  brandId: string,
  draft: { skill: string; rules: string | null; markets: readonly string[] },
): Promise<Skill> => post<Skill>(`/brands/${brandId}/skill_drafts`, { json: draft, idempotencyKey: randomKey() });

export const copySkill = (template: string, { brandId, markets }: Place) =>
  post<Skill>('/skill_copies', { json: { template, brand_id: brandId, markets }, idempotencyKey: randomKey() });

export const changeSkill = (id: string, version: number, change: 'publish' | 'retire') =>
  post<Skill>(`/skills/${id}/versions/${version}/${change}`);

/** Nothing is drawn and nothing changes: asking twice is asking once. */
export const trySkill = (id: string, version: number, count: number) =>
  post<Replay>(`/skills/${id}/versions/${version}/trials`, { json: { count } });
export const tryKit = (brandId: string, count: number) =>
  post<Replay>(`/brands/${brandId}/kit/replays`, { json: { count } });

export const pushKit = (brandId: string, files: readonly FolderFile[]) =>
  put<BrandKit>(`/brands/${brandId}/kit`, { form: folderForm(files) });
