/** A ref for what has just come up below the fold: what is wrong must not wait for somebody to scroll. */
export const intoView = (part: HTMLElement | null): void => part?.scrollIntoView({ block: 'nearest' });
