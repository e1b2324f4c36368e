import { Problem } from '../../../api/client';

/** Somebody was quicker: the newest is to be looked at. */
export const isSuperseded = (error: unknown): boolean =>
  error instanceof Problem && ['revision_superseded', 'ads_changed'].includes(error.code);
