/** The addresses of the pages of skills and brand kits. */
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : undefined);

export interface SkillsSearch {
  brand?: string | undefined;
  /** Without it, the library. */
  tab?: 'kit' | undefined;
}

export const parseSkillsSearch = (search: Record<string, unknown>): SkillsSearch => ({
  brand: text(search.brand),
  tab: search.tab === 'kit' ? 'kit' : undefined,
});

export interface SkillSearch {
  version?: number | undefined;
  /** The version that it is compared with. */
  from?: number | undefined;
}

export const parseSkillSearch = (search: Record<string, unknown>): SkillSearch => ({
  version: number(search.version),
  from: number(search.from),
});
