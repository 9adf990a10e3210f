import { fileBlocks } from './file-blocks.ts';
import type { Limits } from './limits.ts';
import { findRunawayQuote } from './records.ts';

/** So few that most are without a quote where quotes are rare. */
const PIECE_BYTES = 8 * 1024;
const GAP = Buffer.from('\n\n');
const nothing = Buffer.alloc(0);
const [QUOTE, LINE_FEED, SPACE] = [0x22, 0x0a, 0x20] as const;

/**
 * Where a reader stands: before a field's first sign, in a field without quotes, in quotes, behind them, behind a space then.
 * Then what happens there: a line ends in quotes; a record ends; a quote is at fault. Each has a row of 256 steps.
 */
const [START, PLAIN, QUOTED, CLOSED, SPACED, LINE_END, RECORD_END, FAULT] = [
  0, 256, 512, 768, 1024, 1280, 1536, 1792,
] as const;

/** By place and byte: the next place, or what happens. */
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
 * Whether the table reader takes a file of delimited text as it is: every quote is closed, by a quote with a delimiter or a line
 * end behind it; no pair of quotes swallows whole rows; and no empty lines stand between rows. Of a file with a quote at fault it
 * would lose more than one row, and behind an empty line it numbers malformed rows otherwise than others.
 * @param width columns of the table
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
  /** The record that began in an earlier piece, and whether it has a line end in quotes so far. */
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
    // Without a quote and an empty line in it, of a piece only the lines matter that come from the one before and go on in the next.
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
