/** Addresses of pictures. They are named by what they show and never change. */
import { addressOf } from './client';

export const pictureAddress = (revisionId: string) => addressOf(`/revisions/${revisionId}/picture`);
/** What would be published: of an ad that moves, the film or the banner itself. */
export const fileAddress = (revisionId: string) => addressOf(`/revisions/${revisionId}/file`);
export const thumbnailAddress = (revisionId: string, size: 'h240' | 'h480') =>
  addressOf(`/revisions/${revisionId}/thumbnail`, { size });

/** A file by its hash, byte for byte. */
export const mediaAddress = (hash: string) => addressOf(`/media/${hash}`);

export const exampleAddress = (skillId: string, version: number, name: string) =>
  addressOf(`/skills/${skillId}/versions/${version}/examples/${encodeURIComponent(name)}`);
