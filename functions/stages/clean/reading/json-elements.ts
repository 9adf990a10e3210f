import { UnreadableUploadError } from '../../../../shared/errors.ts';
import { checkLine, type Limits } from './limits.ts';

/**
 * How a JSON file holds its rows: one value per line, consecutive values, an array, or an array in an object, as in
 * `{"orders": [{…}, {…}]}` and `{"code": 0, "data": {"list": [{…}]}}`.
 */
export type JsonLayout = 'lines' | 'sequence' | 'array' | 'array in object' | 'array in inner object';

const COMPARED_LINES = 20;
/** Nesting depth of a row. */
const elementDepth = { sequence: 0, array: 1, 'array in object': 2, 'array in inner object': 3 } as const;
/** Fields that an answer of an API has beside its rows. */
const aside =
  'object|type|kind|has_?more|url|href|count|total(_?count)?|pages?|page_?(no|num|number|size|index)|per_?page|size|limit|offset|next|prev(ious)?|cursor|success|ok|code|status|msg|message|errno|errmsg|error|request_?id|took|timed_out|_shards|max_score|meta(data)?|pagination|paging|links|info|version|(generated|exported)_?at|@odata\\.\\w+';
const before = String.raw`(?:\s*"(?:${aside})"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\{[^{}]*\})\s*,)*`;
const name = String.raw`\s*"(?:[^"\\]|\\.)*"\s*:\s*`;
const inObject = new RegExp(String.raw`^\s*\{${before}${name}\[\s*[{\]]`, 'i');
const inInnerObject = new RegExp(
  String.raw`^\s*\{${before}\s*"(?:data|results?|response|body|hits|payload)"\s*:\s*\{${before}${name}\[\s*[{\]]`,
  'i',
);
/** Brackets, commas and quotes; a backslash with the character it escapes. */
const signs = /\\[\s\S]|["{}[\],]/g;

/**
 * Detects the JSON layout of text; undefined if it is not JSON.
 * @param head the beginning of the text
 */
export function detectJsonLayout(head: string): JsonLayout | undefined {
  if (/^\s*\[\s*[{\]]/.test(head)) return 'array';
  const objects = head.split('\n', COMPARED_LINES).filter(isObject).length;
  if (objects < 2 && inObject.test(head)) return 'array in object';
  if (objects < 2 && inInnerObject.test(head)) return 'array in inner object';
  if (objects > 0) return 'lines';
  return /^\s*\{\s*["}]/.test(head) ? 'sequence' : undefined;
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Yields the texts of rows, as many at a time as end in one chunk of the file.
 * @throws {UnreadableUploadError} if the file ends within a row or its array, has a second array, or a row exceeds the maximum
 *   line length
 */
export function jsonElements(
  chunks: AsyncIterable<string>,
  layout: JsonLayout,
  limits: Limits,
): AsyncGenerator<string[]> {
  return layout === 'lines' ? lines(chunks, limits) : values(chunks, elementDepth[layout], limits);
}

async function* lines(chunks: AsyncIterable<string>, { lineBytes }: Limits): AsyncGenerator<string[]> {
  let held = '';
  for await (const chunk of chunks) {
    const whole = (held + chunk).split('\n');
    held = whole.pop() ?? '';
    checkLine(held.length, lineBytes);
    yield whole.filter((line) => line.trim() !== '');
  }
  if (held.trim() !== '') yield [held];
}

async function* values(chunks: AsyncIterable<string>, outer: 0 | 1 | 2 | 3, limits: Limits): AsyncGenerator<string[]> {
  let text = '';
  let understood = 0;
  let depth = 0;
  let inString = false;
  let isOver = false;
  let areRows = outer === 0;
  for await (const chunk of chunks) {
    text += chunk;
    const found: string[] = [];
    let from = 0;
    signs.lastIndex = understood;
    for (let hit = signs.exec(text); hit; hit = signs.exec(text)) {
      const [sign] = hit;
      understood = signs.lastIndex;
      if (sign === '"') inString = !inString;
      if (inString || sign === '"' || sign.startsWith('\\')) continue;
      const opens = sign === '{' || sign === '[';
      if (sign !== ',') depth += opens ? 1 : -1;
      if (opens && depth === outer) {
        if (isOver && (sign === '[' || outer === 1))
          throw new UnreadableUploadError('The JSON holds more than one array of rows: keep them apart');
        areRows = sign === '[';
        from = understood;
      }
      const isEnd = outer === 0 ? depth === 0 && sign !== ',' : !opens && (sign === ',' ? depth : depth + 1) === outer;
      if (!isEnd || !areRows || isOver) continue;
      const value = text.slice(from, outer === 0 ? understood : hit.index);
      from = understood;
      isOver = outer > 0 && sign !== ',';
      // Empty text before the closing bracket means an empty array or a trailing comma.
      if (!isOver || value.trim() !== '') found.push(value);
    }
    yield found;
    text = text.slice(from);
    understood -= from;
    checkLine(text.length, limits.lineBytes);
  }
  if (depth !== 0 || inString || (outer > 0 ? !isOver : text.trim() !== '')) {
    throw new UnreadableUploadError('The JSON ends early or its brackets do not match: export it again');
  }
}
