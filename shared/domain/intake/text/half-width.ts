/** Text as it is compared: full-width forms made half-width, compatibility characters folded (NFKC), no space around it. */
export const halfWidth = (text: string) => text.normalize('NFKC').trim();
