/** Draws a number in [0, 1). Seeded, so that equal inputs give equal outputs. */
export type Random = () => number;
