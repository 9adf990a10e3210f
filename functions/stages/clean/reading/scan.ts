import { isAscii, isUtf8 } from 'node:buffer';
import { fileBlocks } from './file-blocks.ts';
import { type Limits, textWithin } from './limits.ts';

const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
/** Searching bytes is twice as fast as searching text. */
const GAP = Buffer.from('\n\n');
const ENOUGH_WORDS = 2000;
/** Number of blocks with bytes above ASCII to collect words from. */
const ENOUGH_BLOCKS = 64;
const LONGEST_WORD = 2000;

/** The result of one sequential read of a text file. */
export interface Scan {
  isUtf8: boolean;
  holdsNul: boolean;
  holdsCarriageReturns: boolean;
  holdsQuotes: boolean;
  /** Whether it has empty lines. */
  holdsGaps: boolean;
  /** Distinct words with bytes above ASCII, in order of appearance. */
  words: Buffer[];
}

/**
 * Reads a text file to its end or, if it is not UTF-8, until there are enough words to detect its encoding.
 * @throws {UnreadableUploadError} if the file or a line exceeds the limits
 */
export async function scan(file: string, limits: Limits): Promise<Scan> {
  const found = { isUtf8: true, holdsNul: false, holdsCarriageReturns: false, holdsQuotes: false, holdsGaps: false };
  const words = new Set<string>();
  let blocks = 0;
  let last = 0;
  for await (const block of rechunkAtWords(textWithin(limits, fileBlocks(file)))) {
    found.holdsNul ||= block.includes(0);
    found.holdsCarriageReturns ||= block.includes(CARRIAGE_RETURN);
    found.holdsQuotes ||= block.includes(QUOTE);
    found.holdsGaps ||= block.includes(GAP) || (last === LINE_FEED && block[0] === LINE_FEED);
    last = block.at(-1) ?? last;
    if (isAscii(block)) continue;
    found.isUtf8 &&= isUtf8(block);
    const hasEnough = words.size >= ENOUGH_WORDS || blocks >= ENOUGH_BLOCKS;
    if (hasEnough && !found.isUtf8) break;
    if (!hasEnough) collectWordsInto(words, block.toString('latin1'));
    blocks += 1;
  }
  return { ...found, words: [...words].map((word) => Buffer.from(word, 'latin1')) };
}

/** Control characters and punctuation up to `?`, except digits: no encoding has these bytes within a multi-byte character. */
const isCut = (byte: number) => byte < 0x30 || (byte > 0x39 && byte < 0x40);

/** Re-chunks bytes so that no block splits a word, and so no character. */
async function* rechunkAtWords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // Copy only the word at the boundary, not the chunk.
    const first = chunk.findIndex(isCut) + 1;
    const last = chunk.findLastIndex(isCut) + 1;
    const seam = Buffer.concat([carried, chunk.subarray(0, first)]);
    carried = first === 0 ? Buffer.concat([carried, chunk]) : Buffer.from(chunk.subarray(last));
    if (first === 0) continue;
    yield seam;
    yield chunk.subarray(first, last);
  }
  yield carried;
}

function collectWordsInto(words: Set<string>, text: string): void {
  const aboveAscii = /[\x80-\xff]/g;
  for (let hit = aboveAscii.exec(text); hit && words.size < ENOUGH_WORDS; hit = aboveAscii.exec(text)) {
    let start = hit.index;
    while (start > 0 && !isCut(text.charCodeAt(start - 1))) start -= 1;
    let end = hit.index + 1;
    while (end < text.length && !isCut(text.charCodeAt(end))) end += 1;
    if (end - start <= LONGEST_WORD) words.add(text.slice(start, end));
    aboveAscii.lastIndex = end;
  }
}
