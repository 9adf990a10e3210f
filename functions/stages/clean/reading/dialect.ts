import { UnreadableUploadError } from '../../../../shared/errors.ts';
import { checkColumns, type Limits } from './limits.ts';
import { type Dialect, recordSplitter, type TextRecord } from './records.ts';
import { type TableStart, tableStart } from './table-start.ts';

const delimiters = [',', '\t', ';', '|'];
type Style = Omit<Dialect, 'delimiter'>;

/** Number of rows compared when detecting a dialect. */
const COMPARED_ROWS = 200;
/** Minimum share of rows with the same width for a delimiter to split a table. */
const EVEN = 0.9;

/** The beginning of delimited text, parsed. */
export interface SniffedDialect {
  dialect: Dialect;
  /** The first records of the file. */
  records: TextRecord[];
  start: TableStart;
  /** Number of leading lines that only name the delimiter. */
  hints: 0 | 1;
}

/**
 * Detects the dialect of delimited text from its beginning.
 * @param head the first characters, with line feeds only
 * @param isWhole whether they are the whole text
 * @param wanted the delimiter in the policy
 * @throws {UnreadableUploadError} if they contain no complete line
 */
export function sniffDialect(
  head: string,
  isWhole: boolean,
  limits: Limits,
  wanted?: string | undefined,
): SniffedDialect {
  // Excel's `sep=` line.
  const hint = /^"?sep=(.)"?\n/.exec(head);
  const delimiter = wanted ?? hint?.[1];
  const beginning = chooseStyle((style) =>
    chooseDelimiter(head, isWhole, limits, style, delimiter ? [delimiter] : delimiters),
  );
  if (beginning.records.length === 0) {
    checkColumns(Math.max(...delimiters.map((sign) => head.split(sign).length)), limits);
    throw new UnreadableUploadError(`Not one line ends within the first ${head.length} bytes: expected a table`);
  }
  if (!hint) return { ...beginning, hints: 0 };
  const start = tableStart(beginning.records.slice(1).map(({ fields }) => fields));
  return { ...beginning, start: { ...start, skipped: start.skipped + 1 }, hints: 1 };
}

interface Read extends Omit<SniffedDialect, 'hints'> {
  /** Number of fields whose quotes do not match, including quotes that swallow most of the text. */
  faults: number;
}

/**
 * Prefers commas, unless only another delimiter splits the rows, or it splits them more evenly into more columns without titles
 * above.
 */
function chooseDelimiter(head: string, isWhole: boolean, limits: Limits, style: Style, wanted: string[]): Read {
  const readings = wanted.map((delimiter) => {
    const dialect = { delimiter, ...style };
    const all = recordSplitter(dialect, limits)(head, isWhole);
    const records = all.slice(0, COMPARED_ROWS);
    const swallowed = head.length - (all.at(-1)?.end ?? 0) > head.length / 2 ? 1 : 0;
    const faults = swallowed + records.filter(({ isFaulty }) => isFaulty).length;
    const start = tableStart(records.map(({ fields }) => fields));
    const firstFits = records[start.skipped]?.fields.length === start.width;
    const rank = [start.width > 1, firstFits, start.evenness >= EVEN, start.skipped === 0].map(Number);
    return { dialect, records, start, faults, rank: [...rank, start.width] };
  });
  return readings.reduce((best, other) => (isHigher(other.rank, best.rank) ? other : best));
}

function isHigher(rank: readonly number[], than: readonly number[]): boolean {
  const at = rank.findIndex((value, index) => value !== than[index]);
  return at >= 0 && (rank[at] ?? 0) > (than[at] ?? 0);
}

/**
 * Assumes double quotes, escaped by doubling, unless the text clearly says otherwise: backslash escapes if doubling has faults
 * and they have none; no quotes at all if there are more faults than quoted fields; single quotes if no field has double quotes
 * and at least half have single ones.
 */
function chooseStyle(read: (style: Style) => Read): Read {
  const standard = read({ quote: '"', escaping: 'doubled' });
  const quoted = sum(standard, (record) => record.quoted);
  if (standard.faults > 0) {
    const backslashed = read({ quote: '"', escaping: 'backslash' });
    if (backslashed.faults === 0) return backslashed;
    return standard.faults > quoted - standard.faults ? read({ quote: '', escaping: 'doubled' }) : standard;
  }
  if (quoted > 0) return standard;
  const single = read({ quote: "'", escaping: 'doubled' });
  const inSingle = sum(single, (record) => record.quoted);
  const filled = sum(single, ({ fields }) => fields.filter(Boolean).length);
  return single.faults === 0 && inSingle > 0 && inSingle * 2 >= filled ? single : standard;
}

const sum = ({ records }: Read, of: (record: TextRecord) => number) =>
  records.reduce((total, record) => total + of(record), 0);
