import { z } from 'zod';
import { closestWord } from '../intake/text/closest-word.ts';

/** The part of JSON Schema that names keys. */
interface KeySchema {
  properties?: Readonly<Record<string, KeySchema>>;
  additionalProperties?: KeySchema | boolean;
  items?: KeySchema | boolean;
  anyOf?: readonly KeySchema[];
}

/** Other words for sections, without case and punctuation. */
const otherWords: Readonly<Record<string, string>> = {
  clv: 'lifetimeValue',
  ltv: 'lifetimeValue',
  cltv: 'lifetimeValue',
  customerlifetimevalue: 'lifetimeValue',
  mapping: 'columns',
  fields: 'columns',
  headers: 'columns',
  tz: 'timeZone',
  segments: 'classes',
  quality: 'gate',
  thresholds: 'gate',
  fx: 'currency',
  exchangerates: 'currency.rates',
  window: 'windowMonths',
  kmeans: 'clusters',
  experiment: 'holdOut',
};

/** Describes the issues of a policy, with the key that an unknown one may mean. */
export function describeIssues(error: z.ZodError, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input' }) as KeySchema;
  const issues = error.issues.map((issue) => {
    if (issue.code !== 'unrecognized_keys') return issue;
    const meant = issue.keys.map((key) => suggestKey(key, issue.path, json)).filter((key) => key !== undefined);
    return meant.length === 0 ? issue : { ...issue, message: `${issue.message}: did you mean ${meant.join(', ')}?` };
  });
  return z.prettifyError({ issues });
}

function suggestKey(key: string, path: readonly PropertyKey[], schema: KeySchema): string | undefined {
  const known = keysOf(path.reduce(partsOf, [schema]));
  const close = closestWord(key, known);
  if (close !== undefined) return close;
  if (path.length === 0) {
    const synonym = otherWords[key.toLowerCase().replaceAll(/[^a-z]/g, '')];
    if (synonym !== undefined) return synonym;
  }
  // A key of a section at the top is the commonest slip.
  return Object.entries(schema.properties ?? {})
    .filter(([, section]) => keysOf([section]).includes(key))
    .map(([name]) => `${name}.${key}`)[0];
}

const alternatives = (schema: KeySchema): KeySchema[] => [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
const keysOf = (schemas: readonly KeySchema[]) =>
  schemas.flatMap(alternatives).flatMap(({ properties = {} }) => Object.keys(properties));

/** The schemas of what a key or an index leads to. */
const partsOf = (schemas: readonly KeySchema[], key: PropertyKey): KeySchema[] =>
  schemas.flatMap(alternatives).flatMap(({ properties, additionalProperties, items }) => {
    const part = typeof key === 'number' ? items : (properties?.[String(key)] ?? additionalProperties);
    return typeof part === 'object' ? [part] : [];
  });
