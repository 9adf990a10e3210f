/**
 * The fill of a tier: one hue, darker for higher tiers on a light page and lighter on a dark one; {@link tierColours} defines it.
 * @param rank 0 for the highest
 * @param tiers number of tiers
 */
export const tierFill = (rank: number, tiers: number) => `var(--t${tierStrength(rank, tiers)})`;

/** The definitions of all fills of tiers between the two ends that the page sets. A name is shorter than a mixture in every mark. */
export const tierColours = Array.from(
  { length: 101 },
  (_, percent) => `--t${percent}:color-mix(in oklab,var(--tier-high) ${percent}%,var(--tier-low))`,
).join(';');

/** The colour of text on a tier. */
export const onTier = (rank: number, tiers: number) =>
  tierStrength(rank, tiers) >= 50 ? 'var(--on-tier-high)' : 'var(--on-tier-low)';

const tierStrength = (rank: number, tiers: number) => (tiers < 2 ? 100 : Math.round(100 * (1 - rank / (tiers - 1))));

/** The fill of a cell by its lightness. @param share of the largest cell, 0 to 1 */
export const shadeFill = (share: number) =>
  `color-mix(in oklab, var(--tier-high) ${Math.round(8 + 80 * Math.sqrt(share))}%, var(--paper))`;
export const onShade = (share: number) => (8 + 80 * Math.sqrt(share) >= 55 ? 'var(--on-tier-high)' : 'var(--ink)');

/** Colours that people with any colour vision tell apart. @see Okabe & Ito (2008), Color Universal Design */
const okabeIto = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8a800'];

/** The colour of a group; grey from the eighth on. */
export const groupColour = (index: number) => okabeIto[index] ?? 'var(--quiet)';

export const [UP, DOWN, SAME] = ['var(--up)', 'var(--down)', 'var(--same)'] as const;
