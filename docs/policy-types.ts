/** The part of JSON Schema that the policy uses. */
export interface JsonSchema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: readonly string[];
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | false;
  prefixItems?: readonly JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  $ref?: string;
  $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Longer lists of names are printed below the table. */
const NAMES_IN_CELL = 12;

export const isLongList = ({ enum: names = [] }: JsonSchema) => names.length > NAMES_IN_CELL;

/** A value as inline code in Markdown, even if it contains a backtick. */
export function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/**
 * Describes in words the values that a field accepts.
 * @param schema of the field
 * @param nameOf the name of a referenced schema
 */
export function typeOf(schema: JsonSchema, nameOf: (ref: string) => string): string {
  const inner = (part: JsonSchema) => typeOf(part, nameOf);
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(inner).join(', or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return isLongList(schema) ? 'one of the names below' : schema.enum.map(code).join(', ');
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return [schema.type === 'integer' ? 'whole number' : 'number', limitsOf(schema)].filter(Boolean).join(' ');
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return listOf(schema, inner);
    case 'object':
      return recordOf(schema, inner);
    default:
      return schema.type ?? 'anything';
  }
}

function textOf({ pattern, maxLength }: JsonSchema): string {
  if (pattern) return `text like ${code(pattern)}`;
  return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
}

/** Every integer is limited to safe integers, so those limits are not worth printing. */
const limit = (value: number | undefined) =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;

function limitsOf({ exclusiveMinimum, exclusiveMaximum, ...schema }: JsonSchema): string {
  const [least, most] = [limit(schema.minimum), limit(schema.maximum)];
  if (least !== undefined && most !== undefined) return `from ${least} to ${most}`;
  return [
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    least !== undefined && `from ${least}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
    most !== undefined && `at most ${most}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function listOf({ prefixItems, items, minItems, maxItems }: JsonSchema, inner: (part: JsonSchema) => string): string {
  if (prefixItems) return `list of ${prefixItems.length}: ${prefixItems.map(inner).join(', ')}`;
  const size =
    minItems === maxItems ? minItems : maxItems === undefined ? undefined : `${minItems ?? 0} to ${maxItems}`;
  return ['list of', size && `${size}:`, items ? inner(items) : 'anything'].filter(Boolean).join(' ');
}

function recordOf(schema: JsonSchema, inner: (part: JsonSchema) => string): string {
  const { additionalProperties: value, propertyNames: name } = schema;
  if (typeof value !== 'object') return 'object';
  return `${name?.enum || name?.pattern ? inner(name) : 'name'} → ${inner(value)}`;
}
