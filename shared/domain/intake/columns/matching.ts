import {
  type Dataset,
  datasetDefinitions,
  datasetFields,
  type Field,
  fieldContent,
  holdsDecisions,
  isList,
  type Mapping,
} from '../datasets/datasets.ts';
import { isQualified } from '../headers/headers.ts';
import { otherDates } from '../vocabulary/header-words.ts';
import { contentFit, MIN_VALUES, presentText } from './content.ts';
import { namedFields } from './names.ts';
import type { ColumnTable } from './sample-table.ts';

/** Which header a canonical column was found under, and why. */
export interface Match {
  field: Field;
  header: string;
  /** 0 to 1; 1 for what the policy says. */
  score: number;
  by: 'policy' | 'name' | 'content';
  /** How telling the header is without its values; 1 is the word of a known export or of the policy. */
  name: number;
}

/** What a file holds when it is taken for one dataset. */
export interface Reading {
  dataset: Dataset;
  matches: ReadonlyMap<Field, Match>;
  /** Headers that may as well be a required column as the one that was taken. */
  ambiguous: readonly { field: Field; headers: readonly string[] }[];
}

/** Content decides between two equally telling names when it moves their scores this far apart. */
const MARGIN = 0.05;
/** Of values that should be dates, money …, fewer than this are none: the header is wrong about its column. */
const CONTRADICTED = 0.1;
/** A column that a file can do without has to be more than this: a nested list under `items` is no quantity. */
const DOUBTFUL = 0.5;

/** Required columns, and the one that is asked for where one of several is. */
function neededFields(dataset: Dataset): readonly Field[] {
  const { required, requiredEither = [[]] } = datasetDefinitions[dataset];
  return [...required, ...(requiredEither[0] ?? [])];
}

const rounded = (score: number) => Math.round(score * 1000) / 1000;

function findCandidates(table: ColumnTable, dataset: Dataset): Match[] {
  const candidates: Match[] = [];
  const needed = neededFields(dataset);
  for (const [header, fields] of namedFields(table, dataset)) {
    const content = table.content(header);
    const filled = content.rows < MIN_VALUES ? 1 : content.filled / content.rows;
    const identifier = table.identifierBy(header);
    for (const [field, name] of fields) {
      const kind = fieldContent(dataset, field);
      // People decided these, and every row is looked at: what cannot be meant is refused, and identifiers are masked.
      const isByHand = holdsDecisions(dataset) && field !== 'customer_id';
      // Numbers of orders may look like those of phones and cards.
      const isChance = identifier?.by === 'content' && identifier.kind !== 'email' && kind === 'id';
      const isKnown = identifier?.by === 'header' && name === 1;
      if (identifier && field !== 'customer_id' && !isChance && !isKnown && !isByHand) continue;
      const fit = isByHand ? 1 : contentFit(kind, content);
      if (fit < CONTRADICTED || (fit <= DOUBTFUL && !needed.includes(field))) continue;
      const score = rounded(name * (0.6 + 0.4 * fit) * (0.8 + 0.2 * filled));
      candidates.push({ field, header, score, by: 'name', name: rounded(name) });
    }
  }
  return candidates;
}

/**
 * Finds the canonical columns of a dataset among the headers of a file: those that the policy names, then the pairs of
 * column and header that fit best by name and content, each header once. The order of the headers does not matter.
 */
export function matchColumns(table: ColumnTable, dataset: Dataset, byHand: Mapping): Reading {
  const matches = new Map<Field, Match>();
  const taken = new Set<string>();
  const take = (match: Match) => {
    matches.set(match.field, match);
    taken.add(match.header);
  };
  const order = new Map<Field, number>(datasetFields[dataset].map((field, index) => [field, index]));
  for (const field of datasetFields[dataset]) {
    const header = table.headers.find((candidate) => candidate.trim() === byHand[field]?.trim());
    if (header !== undefined && !taken.has(header)) take({ field, header, score: 1, by: 'policy', name: 1 });
  }
  const candidates = findCandidates(table, dataset).toSorted(
    (a, b) =>
      b.score - a.score || (order.get(a.field) ?? 0) - (order.get(b.field) ?? 0) || (a.header < b.header ? -1 : 1),
  );
  for (const candidate of candidates) {
    if (!matches.has(candidate.field) && !taken.has(candidate.header)) take(candidate);
  }
  return { dataset, matches, ambiguous: findRivals(table, dataset, candidates, matches) };
}

function findRivals(
  table: ColumnTable,
  dataset: Dataset,
  candidates: readonly Match[],
  matches: ReadonlyMap<Field, Match>,
): Reading['ambiguous'] {
  const used = new Set([...matches.values()].map(({ header }) => header));
  return neededFields(dataset).flatMap((field) => {
    const match = matches.get(field);
    const chosen = candidates.find((candidate) => candidate.field === field && candidate.header === match?.header);
    if (!chosen || match?.by !== 'name') return [];
    const rivals = candidates.filter(
      ({ field: other, header, name, score }) =>
        other === field &&
        !used.has(header) &&
        name === chosen.name &&
        chosen.score - score < MARGIN &&
        !areAlike(table, header, chosen.header),
    );
    return rivals.length === 0 ? [] : [{ field, headers: [chosen.header, ...rivals.map(({ header }) => header)] }];
  });
}

/** Whether two columns say the same wherever both say anything. */
function areAlike(table: ColumnTable, a: string, b: string): boolean {
  const others = table.values(b).map(presentText);
  const pairs = table.values(a).map((value, index) => [presentText(value), others[index]] as const);
  const both = pairs.filter(([left, right]) => left !== undefined && right !== undefined);
  return both.length > 0 && both.every(([left, right]) => left === right);
}

/** Fewer values than this are not enough to know a column that has no known name. */
const MIN_TO_GUESS = 10;

/** Whether a column without a known name can be what is looked for, by its values alone. */
function canBe(field: Field, header: string, table: ColumnTable, dataset: Dataset): boolean {
  const content = table.content(header);
  const { rows, filled, distinct, dates, amounts, decimals, scores, fractions, codes } = content;
  if (filled < MIN_TO_GUESS || filled < rows / 2 || table.identifierBy(header)) return false;
  switch (fieldContent(dataset, field)) {
    case 'id': {
      const repeats = distinct < 0.95 * filled && distinct > Math.max(2, 0.05 * filled);
      return codes >= 0.95 && dates < 0.5 && (isList(dataset) ? distinct === rows : repeats);
    }
    case 'date':
      return dates >= 0.9 && !otherDates.test(header);
    case 'money':
      return amounts >= 0.95 && decimals >= 0.5 && !isQualified(header);
    case 'score':
      return scores >= 0.95 && fractions < 0.5;
    default:
      return false;
  }
}

/**
 * Fills required columns that no name gave away, where exactly one of the columns without a known name has such values.
 * @param fields canonical columns that are missing
 */
export function inferFromContent(reading: Reading, fields: readonly Field[], table: ColumnTable): Reading {
  const { dataset } = reading;
  const named = namedFields(table, dataset);
  const used = new Set([...reading.matches.values()].map(({ header }) => header));
  const free = table.headers.filter((header) => !used.has(header) && !named.has(header));
  const matches = new Map(reading.matches);
  const ambiguous = [...reading.ambiguous];
  for (const field of fields) {
    const [only, ...more] = free.filter((header) => canBe(field, header, table, dataset)).toSorted();
    if (only === undefined) continue;
    if (more.length > 0) ambiguous.push({ field, headers: [only, ...more] });
    else matches.set(field, { field, header: only, score: 0.5, by: 'content', name: 0 });
  }
  return { dataset, matches, ambiguous };
}
