/** Which version of a skill is meant, and what a version changes. */
import type { Skill, SkillVersion, SkillVersionRef } from '../../api/wire';

export type Change = 'prompts' | 'checks' | 'layout' | 'nothing';

/** The one asked for, else the one that has a say, else the newest. */
export function versionShown({ versions, published }: Skill, wanted?: number): SkillVersionRef | undefined {
  const find = (number: number | null | undefined) => versions.find(({ version }) => version === number);
  return find(wanted) ?? find(published) ?? versions[0];
}

/** A draft that is newer than what has a say: somebody should look at it. */
export const openDraft = ({ versions, published }: Skill): SkillVersionRef | undefined =>
  versions.find(({ state, version }) => state === 'draft' && version > (published ?? 0));

/** The version before one, where there is one. */
export const versionBefore = ({ versions }: Skill, number: number): SkillVersionRef | undefined =>
  versions.filter(({ version }) => version < number).toSorted((one, other) => other.version - one.version)[0];

export const fileOf = ({ files }: Pick<SkillVersion, 'files'>, path: string): string | undefined =>
  files.find((file) => file.path === path)?.text ?? undefined;

/** Where a version has a say. */
export function changesOf({ prompts, files }: Pick<SkillVersion, 'prompts' | 'files'>): Change[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const changes: Change[] = [];
  if (Object.keys(prompts).length > 0) changes.push('prompts');
  if (has('rules.yaml')) changes.push('checks');
  if (has('layout.yaml')) changes.push('layout');
  return changes.length > 0 ? changes : ['nothing'];
}
