/** Widths in thousandths of the font size, as in Helvetica; 540 for other letters of Latin, Greek and Cyrillic. */
const widths: Readonly<Record<string, number>> = {
  ...Object.fromEntries([..."ijl'|!"].map((letter) => [letter, 250])),
  ...Object.fromEntries([...' .,:;ft/I·'].map((letter) => [letter, 300])),
  ...Object.fromEntries([...'r()-[]'].map((letter) => [letter, 350])),
  ...Object.fromEntries([...'ckvxyzsJ'].map((letter) => [letter, 510])),
  ...Object.fromEntries([...'ABCDEFGHKLNOPQRSTUVXYZ'].map((letter) => [letter, 700])),
  ...Object.fromEntries([...'mMwW%@→—…'].map((letter) => [letter, 920])),
};
const OTHER = 560;

/** Chinese, Japanese and Korean characters, and full-width forms, are as wide as they are high. */
const fullWidth =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{3fffd}]/u;

/** Readers' fonts differ: some are a seventh wider. */
const MARGIN = 1.15;

/**
 * Estimates the width of a line of text, in the unit of the font size, on the safe side.
 * @example
 * textWidth('贵宾', 10) // => 23
 */
export function textWidth(text: string, fontSize: number): number {
  const sum = [...text].reduce(
    (total, letter) => total + (fullWidth.test(letter) ? 1000 : (widths[letter] ?? OTHER)),
    0,
  );
  return (sum / 1000) * fontSize * MARGIN;
}

/**
 * Shortens a text with an ellipsis until it fits.
 * @returns an empty text if not even one letter fits
 * @example
 * fitText('Very important persons', 60, 10) // => 'Very impo…'
 */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  for (let length = letters.length - 1; length > 0; length--) {
    const shortened = `${letters.slice(0, length).join('').trimEnd()}…`;
    if (textWidth(shortened, fontSize) <= width) return shortened;
  }
  return '';
}

/**
 * Shortens a name in its middle until it fits, since names often differ only at their ends.
 * @example
 * fitName('Most valued members of circle 12', 100, 10) // => 'Most value…circle 12'
 */
export function fitName(name: string, width: number, fontSize: number): string {
  if (textWidth(name, fontSize) <= width) return name;
  const letters = [...name];
  for (let length = letters.length - 1; length > 0; length--) {
    const tail = Math.floor(length * 0.45);
    const [start, end] = [letters.slice(0, length - tail), tail > 0 ? letters.slice(-tail) : []];
    const shortened = `${start.join('').trimEnd()}…${end.join('').trimStart()}`;
    if (textWidth(shortened, fontSize) <= width) return shortened;
  }
  return '';
}

/**
 * Breaks a text into lines that fit: between words, and anywhere between Chinese characters. A longer word is shortened.
 * @param maxLines the last line is shortened if there is more
 */
export function wrapText(text: string, width: number, fontSize: number, maxLines = 8): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (textWidth((line + piece).trimEnd(), fontSize) <= width || line === '') line += piece;
    else {
      lines.push(line.trimEnd());
      line = piece;
    }
  }
  const all = [...lines, line.trimEnd()].filter((each) => each !== '');
  const shown = all.slice(0, maxLines);
  return shown.map((each, index) => {
    const isCut = index === maxLines - 1 && all.length > maxLines;
    return fitText(isCut ? `${each} ${all[maxLines]}` : each, width, fontSize);
  });
}

/** Words with the space after them; characters one by one, each with the punctuation after it. */
const pieces =
  /[\u2e80-\u3000\u3003-\u9fff\uf900-\ufaff][\u3001\u3002\uff0c\uff1b\uff1a\uff09]*|[^\s\u2e80-\u9fff\uff00-\uffef]+[\s\uff0c\u3002\uff1b\uff1a\uff09]*|\s+|./gu;
