import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { policySchema } from '../shared/domain/policy/policy.ts';
import { policyExamples } from './policy-examples.ts';
import { code, isLongList, type JsonSchema, typeOf } from './policy-types.ts';

/** One field of the policy, by its path within a section. */
export interface Field {
  path: string;
  schema: JsonSchema;
  isRequired: boolean;
}

/** The policy as a JSON Schema of what the file may contain. */
export const policyAsJsonSchema = () => z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema;

/** Every field below a schema, parents before children. Sibling fields with the same schema are grouped. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const groups = Map.groupBy(Object.entries(schema.properties ?? {}), ([, field]) => JSON.stringify(field));
  const own = [...groups.values()].flatMap((group) => {
    const [[, field]] = group as [[string, JsonSchema]];
    const names = group.map(([name]) => name);
    const path = `${prefix}${names.join('|')}`;
    const isRequired = names.some((name) => schema.required?.includes(name));
    return [{ path, schema: field, isRequired }, ...fieldsOf(field, `${prefix}${names.length > 1 ? '*' : names[0]}.`)];
  });
  const within = prefix.replace(/\.$/, '');
  return [
    ...own,
    ...(schema.anyOf ?? []).flatMap((option) => fieldsOf(option, prefix)),
    ...(schema.items ? fieldsOf(schema.items, `${within}[].`) : []),
    ...(typeof schema.additionalProperties === 'object'
      ? fieldsOf(schema.additionalProperties, `${prefix}<name>.`)
      : []),
  ];
}

/** The policy's documentation page, generated from the schema that validates the policy. */
export function policyPage(schema = policyAsJsonSchema()): string {
  const sections = Object.entries(schema.properties ?? {});
  const isSection = ([, section]: [string, JsonSchema]) => fieldsOf(section).length > 0;
  const plain = { properties: Object.fromEntries(sections.filter((entry) => !isSection(entry))) };
  const parts = Object.values(schema.$defs ?? {});
  const nameOf = (ref: string) => schema.$defs?.[ref.split('/').at(-1) ?? '']?.title ?? ref;
  return `${[
    introduction,
    '## Top-level fields',
    'Fields outside any section.',
    ...table(fieldsOf(plain), nameOf),
    ...sections
      .filter(isSection)
      .flatMap(([name, section]) => [
        `## ${code(name)}`,
        sentence(section.description),
        ...(section.type === 'object' ? [] : [`Takes ${typeOf(section, nameOf)}.`]),
        ...table(fieldsOf(section), nameOf),
        ...sectionDefault(name, section),
      ]),
    ...parts.flatMap((part) => [`## A ${part.title}`, sentence(part.description), ...table(fieldsOf(part), nameOf)]),
    '## Examples of tiers',
    ...policyExamples.flatMap(({ what, policy }) => [sentence(what), block(policy)]),
  ].join('\n\n')}\n`;
}

const introduction = `# The policy

The policy defines the tiers and the other settings of a run. It is one JSON file: \`policy.json\` at the root of the lake
bucket, or the file in \`npm start -- --policy FILE\`. Every field has a default or is optional, so \`{}\` is a
valid policy. Keys that are not on this page are rejected, and each run keeps the policy it used. \`npm run docs:policy\` generates
this page from the schema that validates the file ([shared/domain/policy/policy.ts](../shared/domain/policy/policy.ts)).

\`a.b\` is the field \`b\` within \`a\`, \`[]\` each item of a list, \`<name>\` any name, and \`*\` each of the fields grouped
in the row above.`;

const sentence = (text = '') => `${text.replace(/\.$/, '')}.`;
const block = (value: unknown) => `\`\`\`json\n${jsonOf(value)}\n\`\`\``;

const LINE_WIDTH = 100;

/** JSON with every value that fits on one line. */
function jsonOf(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  if (typeof value !== 'object' || value === null || line.length <= LINE_WIDTH) return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Object.entries(value).map(([key, item]) =>
    Array.isArray(value) ? jsonOf(item, deeper) : `${JSON.stringify(key)}: ${jsonOf(item, deeper)}`,
  );
  return `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`;
}

function table(fields: readonly Field[], nameOf: (ref: string) => string): string[] {
  const rows = fields.map(({ path, schema, isRequired }) => [
    path.split('|').map(code).join(', '),
    typeOf(schema, nameOf),
    isRequired ? 'required' : defaultOf(schema),
    schema.description ?? '',
  ]);
  const lines = [['field', 'type and limits', 'default', 'meaning'], ['---', '---', '---', '---'], ...rows];
  const lists = Map.groupBy(fields.flatMap(namesOf), ({ names }) => names);
  return [
    lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n'),
    ...[...lists].map(([names, of]) => `Names for ${of.map(({ path }) => code(path)).join(', ')}: ${names}.`),
  ];
}

function defaultOf({ default: value, properties }: JsonSchema): string {
  if (value === undefined) return '–';
  if (properties && JSON.stringify(value) === '{}') return 'see its fields';
  return code(value);
}

/** The default of a section, if it is more than the defaults of its fields. */
const sectionDefault = (name: string, { default: value = {} }: JsonSchema) =>
  JSON.stringify(value) === '{}' ? [] : [`Default of ${code(name)}:`, block(value)];

/** The names a field accepts, if they are too many for a table cell. */
function namesOf({ path, schema }: Field): { path: string; names: string }[] {
  const list = [schema, schema.items || {}, schema.propertyNames ?? {}].find(isLongList)?.enum;
  return list ? [{ path, names: list.map(code).join(', ') }] : [];
}

if (import.meta.main) await writeFile(new URL('policy.md', import.meta.url), policyPage());
