import { quotedString } from '../../domain/sql/quoting.ts';

/** A value of a statement; a list is one of text. */
export type Value = string | number | boolean | null | readonly string[];

/** Values by name. */
export type Parameters = Readonly<Record<string, Value>>;

/** Strings, quoted identifiers and comments, in which `$name` means nothing, or a parameter. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([a-z_]\w*)/gi;

/**
 * Writes the values of a statement's named parameters (`$as_of`) into it as literals of the types that they would be bound as:
 * text as VARCHAR, whole numbers as INTEGER or BIGINT, others as DOUBLE. DuckDB plans a statement with bound values twice, once
 * before it knows their types and once after, and planning is most of what a small statement takes.
 * @throws {Error} for a parameter without a value, and a value without a parameter
 */
export function inlineValues(sql: string, parameters: Parameters = {}): string {
  const unused = new Set(Object.keys(parameters));
  const inlined = sql.replaceAll(TOKEN, (token: string, name?: string) => {
    if (name === undefined) return token;
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) throw new Error(`The parameter ${token} has no value`);
    unused.delete(name);
    return literal(value);
  });
  if (unused.size > 0) throw new Error(`The statement has no parameter ${[...unused].join(', ')}`);
  return inlined;
}

function literal(value: Value): string {
  if (typeof value === 'string') return `cast(${text(value)} as varchar)`;
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return `cast([${value.map(text).join(', ')}] as varchar[])`;
  return String(value);
}

/** A NUL would end the statement. */
const text = (value: string) => {
  const parts = value.split('\0').map(quotedString);
  return parts.join(' || chr(0) || ');
};

const fitsInteger = (value: number) => value >= -(2 ** 31) && value < 2 ** 31;

function number(value: number): string {
  const type = !Number.isSafeInteger(value) ? 'double' : fitsInteger(value) ? 'integer' : 'bigint';
  return `cast('${value}' as ${type})`;
}
