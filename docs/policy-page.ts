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

/** The policy as a schema of JSON: what may stand in the file. */
export const policyAsJsonSchema = () => z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema;

/** Every field below a schema, each before those within it. Fields side by side that take the same stand together. */
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

/** The page that documents the policy, from the schema that checks it. */
export function policyPage(schema = policyAsJsonSchema()): string {
  const sections = Object.entries(schema.properties ?? {});
  const isSection = ([, section]: [string, JsonSchema]) => fieldsOf(section).length > 0;
  const plain = { properties: Object.fromEntries(sections.filter((entry) => !isSection(entry))) };
  const parts = Object.values(schema.$defs ?? {});
  const nameOf = (ref: string) => schema.$defs?.[ref.split('/').at(-1) ?? '']?.title ?? ref;
  return `${[
    introduction,
    '## By itself',
    'Fields that belong to no section.',
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

Tiers are a promise, and the policy is where it is written down: one JSON file, \`policy.json\` at the root of the lake
bucket, or what \`npm start -- --policy FILE\` names. Every field has a default or may be left out, so that \`{}\` is a
policy; a key that is not on this page is refused, and each run keeps the policy it used. This page is written from the
schema that checks the file ([shared/domain/policy/policy.ts](../shared/domain/policy/policy.ts)), by \`npm run docs:policy\`.

\`a.b\` is the field \`b\` within \`a\`, \`[]\` each item of a list, \`<name>\` any name, and \`*\` each of the fields named
together before it.`;

const sentence = (text = '') => `${text.replace(/\.$/, '')}.`;
const block = (value: unknown) => `\`\`\`json\n${jsonOf(value)}\n\`\`\``;

const LINE_WIDTH = 100;

/** JSON in which what fits on a line stands on one. */
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
  const lines = [['field', 'type and limits', 'default', 'what it means'], ['---', '---', '---', '---'], ...rows];
  const lists = Map.groupBy(fields.flatMap(namesOf), ({ names }) => names);
  return [
    lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n'),
    ...[...lists].map(([names, of]) => `Names for ${of.map(({ path }) => code(path)).join(', ')}: ${names}.`),
  ];
}

function defaultOf({ default: value, properties }: JsonSchema): string {
  if (value === undefined) return '–';
  if (properties && JSON.stringify(value) === '{}') return 'each field its own';
  return code(value);
}

/** Of a section as a whole, where it is more than that of each field. */
const sectionDefault = (name: string, { default: value = {} }: JsonSchema) =>
  JSON.stringify(value) === '{}' ? [] : [`Default of ${code(name)}:`, block(value)];

/** The names a field takes, where they are too many for a cell. */
function namesOf({ path, schema }: Field): { path: string; names: string }[] {
  const list = [schema, schema.items || {}, schema.propertyNames ?? {}].find(isLongList)?.enum;
  return list ? [{ path, names: list.map(code).join(', ') }] : [];
}

if (import.meta.main) await writeFile(new URL('policy.md', import.meta.url), policyPage());
