export type JsonObject = Record<string, unknown>;

/** A row of a JSON file. */
export interface JsonRow {
  fields: JsonObject;
  /** Values of nested objects by their path, such as `customer.id`. */
  nested: JsonObject;
}

/** Objects within objects of a row that are read. */
const MAX_DEPTH = 4;
/** Types in MongoDB's JSON. */
const typed = ['$oid', '$date', '$numberDecimal', '$numberLong', '$numberInt', '$numberDouble', '$uuid'];
/** Messages of Singer and Airbyte that hold no record. */
const messages = [
  'SCHEMA',
  'STATE',
  'ACTIVATE_VERSION',
  'BATCH',
  'LOG',
  'SPEC',
  'CATALOG',
  'TRACE',
  'CONNECTION_STATUS',
];

/** Whether a value is an object with fields. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

/**
 * Takes a record out of its envelope: Singer and Airbyte messages, raw tables of Airbyte, hits of Elasticsearch, nodes of
 * GraphQL, changes of Debezium, resources of JSON:API.
 * @returns the record and the name of its stream, if it has one; undefined for a message without a record
 */
export function unwrapped(row: JsonObject): { row: JsonObject; stream?: string } | undefined {
  const { type, record, stream, _airbyte_data: raw, _source: source, node, payload, attributes } = row;
  if (typeof type === 'string' && messages.includes(type) && !('id' in row)) return undefined;
  if (type === 'RECORD' && isObject(record)) {
    const of = stream ?? record.stream;
    const data = isObject(record.data) && typeof record.stream === 'string' ? record.data : record;
    return { row: data, ...(typeof of === 'string' && { stream: of }) };
  }
  const inner =
    parsedObject(raw) ??
    ('_index' in row && isObject(source) ? source : undefined) ??
    (isObject(node) && Object.keys(row).every((name) => name === 'node' || name === 'cursor') ? node : undefined) ??
    (isObject(payload) && isObject(payload.after) ? payload.after : undefined) ??
    ('op' in row && isObject(row.after) ? row.after : undefined);
  if (inner) return { row: inner };
  const isResource = typeof type === 'string' && 'id' in row && isObject(attributes);
  return { row: isResource ? { id: row.id, ...attributes, relationships: row.relationships } : row };
}

function parsedObject(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return isObject(value) ? value : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Separates the fields of a row from those of objects within it. Leaves out lists of objects: their money is the row's. */
export function jsonRow(row: JsonObject): JsonRow {
  const [fields, nested]: [JsonObject, JsonObject] = [Object.create(null), Object.create(null)];
  const add = (object: JsonObject, path: string, depth: number) => {
    for (const [name, written] of Object.entries(object)) {
      const value = scalar(written);
      // Shopify repeats amounts in the currencies of shop and customer.
      const isRepeated = name.endsWith('_set') && Object.hasOwn(object, name.slice(0, -'_set'.length));
      if (isObject(value)) {
        if (depth < MAX_DEPTH && !isRepeated) add(inMainUnits(value, name), `${path}${name}.`, depth + 1);
      } else if (!Array.isArray(value) || !value.some((each) => typeof each === 'object' && each !== null)) {
        (depth === 0 ? fields : nested)[repeatsParent(path, name) ? name : `${path}${name}`] = value;
      }
    }
  };
  add(inMainUnits(row), '', 0);
  return { fields, nested };
}

/** Whether a field has the name of its object, as in `buyer.buyerId`. */
function repeatsParent(path: string, name: string): boolean {
  const parent = path.split('.').at(-2);
  return parent !== undefined && name.length > parent.length && name.toLowerCase().startsWith(parent.toLowerCase());
}

/** Amounts of Stripe's objects and of Square's `…_money` in the currency's main unit. */
function inMainUnits(object: JsonObject, name = ''): JsonObject {
  const isStripe = typeof object.object === 'string' && 'livemode' in object;
  if (typeof object.currency !== 'string' || !(isStripe || name.endsWith('_money'))) return object;
  const digits = minorDigits[object.currency.toUpperCase()] ?? 2;
  const isAmount = (key: string, value: unknown) =>
    /^(amount|total|subtotal)(_|$)/.test(key) && typeof value === 'number' && Number.isInteger(value);
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      isAmount(key, value) ? (Number(value) / 10 ** digits).toFixed(digits) : value,
    ]),
  );
}

/** Digits of minor units by currency, where they are not two (ISO 4217). */
const minorDigits: Readonly<Record<string, number>> = Object.fromEntries([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'JPY',
    'KMF',
    'KRW',
    'MGA',
    'PYG',
    'RWF',
    'UGX',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
]);

/** A value of MongoDB's JSON without its type. */
function scalar(value: unknown): unknown {
  if (!isObject(value)) return value;
  const [[name, inner] = ['', undefined], ...others] = Object.entries(value);
  return others.length === 0 && typed.includes(name) ? scalar(inner) : value;
}

/** The text of a cell; lists become JSON text. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
