import { isUtf8 } from 'node:buffer';

/** Candidate encodings of text without a byte order mark; of equal scores, the first wins. */
export const candidates = ['utf-8', 'gb18030', 'shift_jis', 'big5', 'windows-1252'] as const;
export type Candidate = (typeof candidates)[number];

/** First and last lead byte, first and last trail byte, and the weight of such a character as evidence for the encoding. */
type Plane = readonly [number, number, number, number, number];

/** Weight of a character outside the planes below: valid, but rare. */
const RARE = 0.05;

/**
 * Where each standard places its common characters. GB 2312 and JIS X 0208 put the 3,755 and 2,965 common ones into a first
 * level, Big5 its 5,401 common ones before the others; wrongly decoded text falls into the second level as often as into the
 * first.
 */
const planes: Record<'gb18030' | 'shift_jis' | 'big5', readonly Plane[]> = {
  gb18030: [
    [0xb0, 0xd7, 0xa1, 0xfe, 1],
    [0xa1, 0xa1, 0xa1, 0xfe, 0.8],
    [0xa3, 0xa3, 0xa1, 0xfe, 0.8],
    [0xd8, 0xf7, 0xa1, 0xfe, 0.3],
  ],
  shift_jis: [
    [0x82, 0x83, 0x40, 0xf1, 1],
    [0x88, 0x98, 0x40, 0xfc, 1],
    [0x81, 0x81, 0x40, 0xac, 0.8],
    [0x99, 0xea, 0x40, 0xfc, 0.3],
  ],
  big5: [
    [0xa4, 0xc6, 0x40, 0xfe, 1],
    [0xa1, 0xa2, 0x40, 0xfe, 0.8],
    [0xc9, 0xf9, 0x40, 0xfe, 0.3],
  ],
};
/** Half-width katakana, the only single bytes above ASCII in Shift-JIS. */
const KATAKANA = [0xa1, 0xdf, 0.65] as const;

const decoders = new Map(candidates.map((name) => [name, new TextDecoder(name, { fatal: true })]));

/**
 * How plausible a word is in an encoding.
 * @param word the bytes between two ASCII delimiters, at least one of them above ASCII
 * @returns from 0 (cannot be decoded) to 1 (all characters above ASCII are common)
 */
export function plausibility(word: Uint8Array, encoding: Candidate): number {
  if (encoding === 'utf-8') return isUtf8(word) ? 1 : 0;
  let text: string;
  try {
    text = decoders.get(encoding)?.decode(word) ?? '';
  } catch {
    return 0;
  }
  return mean(encoding === 'windows-1252' ? westernWeights(text) : doubleByteWeights(word, encoding));
}

function doubleByteWeights(word: Uint8Array, encoding: keyof typeof planes): number[] {
  const weights: number[] = [];
  for (let at = 0; at < word.length; at += 1) {
    const lead = word[at] ?? 0;
    if (lead < 0x80) continue;
    if (encoding === 'shift_jis' && lead >= KATAKANA[0] && lead <= KATAKANA[1]) {
      weights.push(KATAKANA[2]);
      continue;
    }
    const trail = word[at + 1] ?? 0;
    // Only GB 18030 has four-byte characters; their second byte is a digit.
    at += encoding === 'gb18030' && trail >= 0x30 && trail <= 0x39 ? 3 : 1;
    const plane = planes[encoding].find(
      ([leadFrom, leadTo, trailFrom, trailTo]) =>
        lead >= leadFrom && lead <= leadTo && trail >= trailFrom && trail <= trailTo,
    );
    weights.push(plane?.[4] ?? RARE);
  }
  return weights;
}

/** Western accented letters occur next to ASCII letters, and symbols alone; bytes of other encodings come in runs. */
function westernWeights(text: string): number[] {
  const characters = [...text];
  return characters.flatMap((character, at) => {
    if (character < '\x80') return [];
    const neighbours = [characters[at - 1] ?? ' ', characters[at + 1] ?? ' '];
    if (/\p{L}/u.test(character)) return neighbours.some((other) => /[A-Za-z]/.test(other)) ? 1 : 0.3;
    const isSign = /[€£¥¢°·«»‘’“”–—…©®™½\u00a0]/u.test(character);
    return isSign && neighbours.every((other) => other < '\x80') ? 0.9 : RARE;
  });
}

const mean = (weights: readonly number[]) => weights.reduce((sum, weight) => sum + weight, 0) / (weights.length || 1);
