import { fileBlocks } from './file-blocks.ts';
import type { Limits } from './limits.ts';
import { findRunawayQuote } from './records.ts';

/** Small enough that most chunks have no quote in a file with few quotes. */
const PIECE_BYTES = 8 * 1024;
const GAP = Buffer.from('\n\n');
const nothing = Buffer.alloc(0);
const [QUOTE, LINE_FEED, SPACE] = [0x22, 0x0a, 0x20] as const;

/**
 * Parser states: before the first character of a field, in an unquoted field, in quotes, after closing quotes, after a space
 * behind them. Then events: a line ends within quotes; a record ends; a quote is faulty. Each has a row of 256 transitions.
 */
const [START, PLAIN, QUOTED, CLOSED, SPACED, LINE_END, RECORD_END, FAULT] = [
  0, 256, 512, 768, 1024, 1280, 1536, 1792,
] as const;

/** Next state or event by state and byte. */
function transitionTable(delimiter: string): Uint16Array {
  const steps = new Uint16Array(LINE_END);
  const set = (place: number, others: number, [quote = 0, space = 0, lineFeed = 0, mark = 0]: readonly number[]) => {
    steps.fill(others, place, place + 256);
    steps[place + QUOTE] = quote;
    steps[place + SPACE] = space;
    steps[place + LINE_FEED] = lineFeed;
    steps[place + delimiter.charCodeAt(0)] = mark;
  };
  set(START, PLAIN, [QUOTED, START, RECORD_END, START]);
  set(PLAIN, PLAIN, [PLAIN, PLAIN, RECORD_END, START]);
  set(QUOTED, QUOTED, [CLOSED, QUOTED, LINE_END, QUOTED]);
  set(CLOSED, FAULT, [QUOTED, SPACED, RECORD_END, START]);
  set(SPACED, FAULT, [FAULT, SPACED, RECORD_END, START]);
  return steps;
}

/**
 * Whether the table reader can read a file of delimited text as it is: every quote is closed and followed by a delimiter or
 * line end; no pair of quotes swallows whole rows; and there are no empty lines between rows. After a faulty quote the reader
 * would lose more than one row, and after an empty line it numbers malformed rows differently from others.
 * @param width number of columns of the table
 */
export async function isWellFormed(
  file: string,
  delimiter: string,
  width: number,
  { lineBytes }: Limits,
): Promise<boolean> {
  const steps = transitionTable(delimiter);
  const swallowsRows = findRunawayQuote({ delimiter, quote: '"', escaping: 'doubled' }, width);
  let place: number = START;
  /** The record that began in an earlier chunk, and whether it has a line end within quotes so far. */
  let held = nothing;
  let hasLines = false;
  let isBehindGap = false;

  function isWellFormedPiece(piece: Buffer): boolean {
    let at = place;
    let begin = 0;
    for (let index = 0; index < piece.length; index += 1) {
      at = steps[at + (piece[index] as number)] as number;
      if (at < LINE_END) continue;
      if (at === FAULT) return false;
      if (at === LINE_END) {
        hasLines = true;
        at = QUOTED;
        continue;
      }
      if (hasLines) {
        const record = Buffer.concat([held, piece.subarray(begin, index)]);
        if (record.length > lineBytes || swallowsRows(record.toString('latin1'))) return false;
      }
      if (begin === index && held === nothing) isBehindGap = width > 1;
      else if (isBehindGap) return false;
      at = START;
      begin = index + 1;
      hasLines = false;
      held = nothing;
    }
    place = at;
    if (begin < piece.length) held = Buffer.concat([held, piece.subarray(begin)]);
    return held.length <= lineBytes;
  }

  for await (const piece of readPieces(file)) {
    // In a chunk without quotes and empty lines, only the lines that cross its boundaries matter.
    const isPlain = place !== QUOTED && !piece.includes(QUOTE) && !piece.includes(GAP);
    const ends = isPlain
      ? [piece.indexOf(LINE_FEED) + 1, piece.lastIndexOf(LINE_FEED) + 1]
      : [piece.length, piece.length];
    if (!isWellFormedPiece(piece.subarray(0, ends[0])) || (isPlain && isBehindGap)) return false;
    if (!isWellFormedPiece(piece.subarray(ends[1]))) return false;
  }
  return (held === nothing || isWellFormedPiece(Buffer.from('\n'))) && place !== QUOTED;
}

async function* readPieces(file: string): AsyncGenerator<Buffer> {
  for await (const block of fileBlocks(file)) {
    for (let at = 0; at < block.length; at += PIECE_BYTES) yield block.subarray(at, at + PIECE_BYTES);
  }
}
