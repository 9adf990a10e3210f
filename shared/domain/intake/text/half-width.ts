/** Converts text to half-width form (NFKC) and trims it. */
export const halfWidth = (text: string) => text.normalize('NFKC').trim();
