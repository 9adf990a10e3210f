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
import { headerConcepts } from '../headers/header-concepts.ts';
import { isQualified } from '../headers/headers.ts';
import { otherDates, startDates } from '../vocabulary/header-words.ts';
import { contentFit, MIN_VALUES, nonMissingText } from './content.ts';
import { fieldsByHeader } from './names.ts';
import type { ColumnTable } from './sample-table.ts';

/** The header matched to a field, and why. */
export interface Match {
  field: Field;
  header: string;
  /** Confidence, 0 to 1; 1 for a mapping from the policy. */
  score: number;
  by: 'policy' | 'name' | 'content';
  /** Score of the header alone, 0 to 1; 1 for headers of a known export or the policy. */
  name: number;
}

/** A file read as one dataset. */
export interface DatasetReading {
  dataset: Dataset;
  matches: ReadonlyMap<Field, Match>;
  /** Required fields that several headers match equally well. */
  ambiguous: readonly { field: Field; headers: readonly string[] }[];
}

/** Difference of scores above which content decides between two headers with equal name scores. */
const AMBIGUITY_MARGIN = 0.05;
/** Fit below which the values contradict the header. */
const MIN_FIT = 0.1;
/** An optional field needs a fit above this: a nested list under `items` is not a quantity. */
const MIN_OPTIONAL_FIT = 0.5;

/** The required fields, with the first of the alternative sets. */
function requiredFields(dataset: Dataset): readonly Field[] {
  const { required, requiredEither = [[]] } = datasetDefinitions[dataset];
  return [...required, ...(requiredEither[0] ?? [])];
}

const round = (score: number) => Math.round(score * 1000) / 1000;

function findCandidates(table: ColumnTable, dataset: Dataset): Match[] {
  const candidates: Match[] = [];
  const required = requiredFields(dataset);
  for (const [header, fields] of fieldsByHeader(table, dataset)) {
    const content = table.content(header);
    const filled = content.rows < MIN_VALUES ? 1 : content.filled / content.rows;
    const identifier = table.identifierBy(header);
    for (const [field, name] of fields) {
      const kind = fieldContent(dataset, field);
      // Every row of people's decisions is validated: invalid values are quarantined, and identifiers are masked.
      const isDecision = holdsDecisions(dataset) && field !== 'customer_id';
      // Order ids may look like phone or card numbers.
      const isCoincidence = identifier?.by === 'content' && identifier.kind !== 'email' && kind === 'id';
      const isKnownExport = identifier?.by === 'header' && name === 1;
      if (identifier && field !== 'customer_id' && !isCoincidence && !isKnownExport && !isDecision) continue;
      const fit = isDecision ? 1 : contentFit(kind, content);
      if (fit < MIN_FIT || (fit <= MIN_OPTIONAL_FIT && !required.includes(field))) continue;
      const score = round(name * (0.6 + 0.4 * fit) * (0.8 + 0.2 * filled));
      candidates.push({ field, header, score, by: 'name', name: round(name) });
    }
  }
  return candidates;
}

/**
 * Matches the headers of a file to the fields of a dataset: first as the policy maps them, then by the best score of name
 * and content. Each header is used once; their order does not matter.
 */
export function matchColumns(table: ColumnTable, dataset: Dataset, policyMapping: Mapping): DatasetReading {
  const matches = new Map<Field, Match>();
  const taken = new Set<string>();
  const take = (match: Match) => {
    matches.set(match.field, match);
    taken.add(match.header);
  };
  const order = new Map<Field, number>(datasetFields[dataset].map((field, index) => [field, index]));
  for (const field of datasetFields[dataset]) {
    const header = table.headers.find((candidate) => candidate.trim() === policyMapping[field]?.trim());
    if (header !== undefined && !taken.has(header)) take({ field, header, score: 1, by: 'policy', name: 1 });
  }
  const candidates = findCandidates(table, dataset).toSorted(
    (a, b) =>
      b.score - a.score || (order.get(a.field) ?? 0) - (order.get(b.field) ?? 0) || (a.header < b.header ? -1 : 1),
  );
  for (const candidate of candidates) {
    if (!matches.has(candidate.field) && !taken.has(candidate.header)) take(candidate);
  }
  return { dataset, matches, ambiguous: findAmbiguous(table, dataset, candidates, matches) };
}

/** Finds required fields for which an unused header matches as well as the chosen one. */
function findAmbiguous(
  table: ColumnTable,
  dataset: Dataset,
  candidates: readonly Match[],
  matches: ReadonlyMap<Field, Match>,
): DatasetReading['ambiguous'] {
  const used = new Set([...matches.values()].map(({ header }) => header));
  return requiredFields(dataset).flatMap((field) => {
    const match = matches.get(field);
    const chosen = candidates.find((candidate) => candidate.field === field && candidate.header === match?.header);
    if (!chosen || match?.by !== 'name') return [];
    const rivals = candidates.filter(
      ({ field: other, header, name, score }) =>
        other === field &&
        !used.has(header) &&
        name === chosen.name &&
        chosen.score - score < AMBIGUITY_MARGIN &&
        !haveEqualValues(table, header, chosen.header),
    );
    return rivals.length === 0 ? [] : [{ field, headers: [chosen.header, ...rivals.map(({ header }) => header)] }];
  });
}

/** Whether two columns are equal in every row where both have a value. */
export function haveEqualValues(table: ColumnTable, a: string, b: string): boolean {
  const others = table.values(b).map(nonMissingText);
  const pairs = table.values(a).map((value, index) => [nonMissingText(value), others[index]] as const);
  const comparable = pairs.filter(([left, right]) => left !== undefined && right !== undefined);
  return comparable.length > 0 && comparable.every(([left, right]) => left === right);
}

/** Values needed to infer a field from content alone. */
const MIN_TO_INFER = 10;

/** Whether the values of a column with an unknown header fit a field. */
export function fitsContent(field: Field, header: string, table: ColumnTable, dataset: Dataset): boolean {
  const content = table.content(header);
  const { rows, filled, distinct, dates, amounts, decimals, scores, fractions, codes } = content;
  if (filled < MIN_TO_INFER || filled < rows / 2 || table.identifierBy(header)) return false;
  switch (fieldContent(dataset, field)) {
    case 'id': {
      const repeats = distinct < 0.95 * filled && distinct > Math.max(2, 0.05 * filled);
      return codes >= 0.95 && dates < 0.5 && (isList(dataset) ? distinct === rows : repeats);
    }
    case 'date':
      return dates >= 0.9 && !otherDates.test(header) && !startDates.test(header);
    case 'money':
      return amounts >= 0.95 && decimals >= 0.5 && !isQualified(header) && !headerConcepts(header).includes('other');
    case 'score':
      return scores >= 0.95 && fractions < 0.5;
    default:
      return false;
  }
}

/**
 * Infers missing fields from content: a field is matched when exactly one column with an unknown header has fitting values.
 * @param fields the missing fields
 * @returns the reading with the inferred matches, and with the fields that several columns fit as ambiguous
 */
export function inferFromContent(
  reading: DatasetReading,
  fields: readonly Field[],
  table: ColumnTable,
): DatasetReading {
  const { dataset } = reading;
  const namedHeaders = fieldsByHeader(table, dataset);
  const used = new Set([...reading.matches.values()].map(({ header }) => header));
  const free = table.headers.filter((header) => !used.has(header) && !namedHeaders.has(header));
  const matches = new Map(reading.matches);
  const ambiguous = [...reading.ambiguous];
  for (const field of fields) {
    const [only, ...more] = free.filter((header) => fitsContent(field, header, table, dataset)).toSorted();
    if (only === undefined) continue;
    if (more.length > 0) ambiguous.push({ field, headers: [only, ...more] });
    else matches.set(field, { field, header: only, score: 0.5, by: 'content', name: 0 });
  }
  return { dataset, matches, ambiguous };
}
