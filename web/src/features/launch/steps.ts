/** The steps of a launch: each is an address. */
export const STEPS = ['brief', 'matrix', 'workflow', 'launch'] as const;
export type Step = (typeof STEPS)[number];
