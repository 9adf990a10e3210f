/** Draws a number from 0 to below 1; seeded, so that the same input gives the same output. */
export type Random = () => number;
