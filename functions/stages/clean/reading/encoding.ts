import { type LetterEvidence, readLetters } from './letters.ts';
import type { Limits } from './limits.ts';
import { candidates, plausibility } from './plausibility.ts';
import { scan } from './scan.ts';

/** How a text file is encoded. */
export interface TextEncoding {
  /** Name in the WHATWG Encoding Standard. */
  encoding: string;
  /** Whether the file is valid UTF-8 without a byte order mark, carriage returns or NULs, so that it can be read unchanged. */
  isPlain: boolean;
  /** Whether a plain file contains a quotation mark or an empty line. */
  mayBeUntidy: boolean;
  /** Whether undecodable bytes were found; there may be more. */
  isDamaged: boolean;
  /** Encodings that read the file otherwise and fit nearly as well. */
  alternatives?: string[];
}

/** Below this score no candidate is plausible, and jschardet decides. */
const CLEAR = 0.6;
/**
 * UTF-16 is recognised by its zero bytes: nearly all are in the same half of the byte pairs, and at least one pair in this many
 * has one.
 */
const ONE_SIDED = 0.95;
const PAIRS_PER_ZERO = 50;

/**
 * Detects the encoding of a text file in at most one sequential read: by its byte order mark; UTF-16 by its zero bytes; UTF-8
 * if all of it is valid; otherwise by the plausibility of its words with bytes above ASCII, and their letters.
 * @param head the first bytes of the file
 * @param wanted the encoding in the policy; only a byte order mark overrides it
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
  const { encoding: heavier, alternatives } = await mostPlausible(found.words);
  return { encoding: heavier, isPlain: false, mayBeUntidy: true, isDamaged: heavier === 'utf-8', alternatives };
}

function byteOrderMark(head: Buffer): string | undefined {
  if (head.subarray(0, 3).toString('hex') === 'efbbbf') return 'utf-8';
  return { fffe: 'utf-16le', feff: 'utf-16be' }[head.subarray(0, 2).toString('hex')];
}

/** Detects UTF-16 without a byte order mark: digits, delimiters and line ends have a zero byte on one side. */
function detectUtf16(head: Buffer): string | undefined {
  const odd = head.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  const all = head.filter((byte) => byte === 0).length;
  const few = head.length / 2 / PAIRS_PER_ZERO;
  if (all === 0 || all < few || Math.max(odd, all - odd) < all * ONE_SIDED) return undefined;
  const encoding = odd > all - odd ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(encoding).decode(head).slice(0, -1).includes('\uFFFD') ? undefined : encoding;
}

async function mostPlausible(words: readonly Buffer[]): Promise<LetterEvidence> {
  const weights = candidates.map((name) => ({
    name,
    weight: words.reduce((sum, word) => sum + plausibility(word, name), 0) / words.length,
  }));
  const best = weights.reduce((heavier, other) => (other.weight > heavier.weight ? other : heavier));
  const western = best.weight >= CLEAR ? best.name : 'windows-1252';
  const byLetters = best.name === 'utf-8' ? undefined : readLetters(words, western);
  if (byLetters) return byLetters;
  const encoding = best.weight >= CLEAR ? best.name : ((await detectWithJschardet(words)) ?? best.name);
  return { encoding, alternatives: [] };
}

/** The guess of jschardet, which knows some eighty encodings, if the words can be decoded by it. */
async function detectWithJschardet(words: readonly Buffer[]): Promise<string | undefined> {
  // Loaded on demand: its model takes a megabyte.
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
