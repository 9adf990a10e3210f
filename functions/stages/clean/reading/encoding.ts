import type { Limits } from './limits.ts';
import { candidates, plausibility } from './plausibility.ts';
import { scan } from './scan.ts';

/** How a text file is written. */
export interface TextEncoding {
  /** The encoding's name in the WHATWG Encoding Standard. */
  encoding: string;
  /** Valid UTF-8 throughout, without a byte order mark, carriage returns or NUL: may be read as it is. */
  isPlain: boolean;
  /** Of a plain file: whether there is a quotation mark in it, or an empty line. */
  mayBeUntidy: boolean;
  /** Bytes have been met that are no text of the encoding; others may follow. */
  isDamaged: boolean;
}

/** Below this weight no candidate describes the words well, and somebody who knows more languages is asked. */
const CLEAR = 0.6;
/** UTF-16 shows by its zero bytes: nearly all in one half of the pairs, and at least one pair in this many has one. */
const ONE_SIDED = 0.95;
const PAIRS_PER_ZERO = 50;

/**
 * Finds out how a text file is written, in one sequential reading at the most. A byte order mark says it; UTF-16 shows by
 * its zero bytes; what is valid UTF-8 to its end is UTF-8; of everything else the words above ASCII are weighed.
 * @param head the file's first bytes
 * @param wanted the encoding the policy names; only a byte order mark knows better
 */
export async function detectEncoding(
  file: string,
  head: Buffer,
  limits: Limits,
  wanted?: string | undefined,
): Promise<TextEncoding> {
  const mark = byteOrderMark(head);
  const encoding = mark ?? (wanted && new TextDecoder(wanted).encoding) ?? detectUtf16(head);
  if (encoding && encoding !== 'utf-8') return { encoding, isPlain: false, mayBeUntidy: true, isDamaged: false };
  const found = await scan(file, limits);
  if (encoding || found.isUtf8) {
    const isPlain = !mark && found.isUtf8 && !found.holdsNul && !found.holdsCarriageReturns;
    return { encoding: 'utf-8', isPlain, mayBeUntidy: found.holdsQuotes || found.holdsGaps, isDamaged: !found.isUtf8 };
  }
  const heavier = await mostPlausible(found.words);
  return { encoding: heavier, isPlain: false, mayBeUntidy: true, isDamaged: heavier === 'utf-8' };
}

function byteOrderMark(head: Buffer): string | undefined {
  if (head.subarray(0, 3).toString('hex') === 'efbbbf') return 'utf-8';
  return { fffe: 'utf-16le', feff: 'utf-16be' }[head.subarray(0, 2).toString('hex')];
}

/** UTF-16 without a mark: digits, delimiters and line ends of a table leave a zero byte on one side. */
function detectUtf16(head: Buffer): string | undefined {
  const odd = head.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  const all = head.filter((byte) => byte === 0).length;
  const few = head.length / 2 / PAIRS_PER_ZERO;
  if (all === 0 || all < few || Math.max(odd, all - odd) < all * ONE_SIDED) return undefined;
  const encoding = odd > all - odd ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(encoding).decode(head).slice(0, -1).includes('\uFFFD') ? undefined : encoding;
}

async function mostPlausible(words: readonly Buffer[]): Promise<string> {
  const weights = candidates.map((name) => ({
    name,
    weight: words.reduce((sum, word) => sum + plausibility(word, name), 0) / words.length,
  }));
  const best = weights.reduce((heavier, other) => (other.weight > heavier.weight ? other : heavier));
  return best.weight >= CLEAR ? best.name : ((await detectWithJschardet(words)) ?? best.name);
}

/** What a detector of some eighty encodings takes the words for, if they can be decoded so. */
async function detectWithJschardet(words: readonly Buffer[]): Promise<string | undefined> {
  // Loaded only now: its model is a megabyte.
  const { detectAll } = await import('jschardet');
  const sample = Buffer.concat(words.flatMap((word) => [word, Buffer.from('\n')]));
  return detectAll(sample)
    .map(({ encoding }) => decodeAs(sample, encoding ?? ''))
    .find((name) => name !== undefined);
}

function decodeAs(sample: Buffer, label: string): string | undefined {
  try {
    const decoder = new TextDecoder(label.replace(/^cp9/i, 'windows-9'), { fatal: true });
    decoder.decode(sample);
    return decoder.encoding;
  } catch {
    return undefined;
  }
}
