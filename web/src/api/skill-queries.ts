/** What the pages of skills and brand kits read. */
import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { all } from './queries';
import type {
  BrandEffect,
  BrandKit,
  Page,
  Skill,
  SkillDifference,
  SkillOffer,
  SkillTemplate,
  SkillVersion,
} from './wire';

const HOUR_MS = 3_600_000;

/** Those of a brand and those of every brand. */
export const skills = (brandId: string) =>
  queryOptions({
    queryKey: ['skills', brandId],
    queryFn: ({ signal }) => all<Skill>('/skills', { brand: brandId }, signal),
  });

export const skill = (id: string) =>
  queryOptions({ queryKey: ['skill', id], queryFn: ({ signal }) => get<Skill>(`/skills/${id}`, {}, signal) });

/** What a version says never changes; its state stands in the skill. */
export const skillVersion = (id: string, version: number) =>
  queryOptions({
    queryKey: ['skill-version', id, version],
    queryFn: ({ signal }) => get<SkillVersion>(`/skills/${id}/versions/${version}`, {}, signal),
    staleTime: HOUR_MS,
  });

export const skillDifference = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['skill-difference', id, from, to],
    queryFn: ({ signal }) => get<SkillDifference>(`/skills/${id}/versions/${to}/difference`, { from }, signal),
    staleTime: HOUR_MS,
  });

export const skillEffect = (id: string) =>
  queryOptions({
    queryKey: ['skill-effect', id],
    queryFn: async ({ signal }) => (await get<{ brands: BrandEffect[] }>(`/skills/${id}/effect`, {}, signal)).brands,
    staleTime: 60_000,
  });

export const skillOffers = (brandId: string) =>
  queryOptions({
    queryKey: ['skill-offers', brandId],
    queryFn: async ({ signal }) => (await get<Page<SkillOffer>>(`/brands/${brandId}/skill_offers`, {}, signal)).items,
  });

export const skillTemplates = () =>
  queryOptions({
    queryKey: ['skill-templates'],
    queryFn: async ({ signal }) => (await get<Page<SkillTemplate>>('/skill_templates', {}, signal)).items,
    staleTime: HOUR_MS,
  });

export const brandKit = (brandId: string) =>
  queryOptions({
    queryKey: ['brand-kit', brandId],
    queryFn: ({ signal }) => get<BrandKit>(`/brands/${brandId}/kit`, {}, signal),
    retry: false,
  });
