/** Levels of objects and arrays that a document may have. */
const MAX_DEPTH = 64;
/** The tokens of valid JSON that matter here: strings and punctuation. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** Valid JSON that is refused all the same. */
export class StrictJsonError extends SyntaxError {
  override name = 'StrictJsonError';
  /** The place in the document, as keys and indexes joined by dots. */
  readonly path: string;

  constructor(message: string, path: string) {
    super(`${path} ${message}`);
    this.path = path;
  }
}

interface Level {
  /** Keys so far; undefined in an array. */
  keys: Set<string> | undefined;
  /** The current key or index. */
  at: string | number;
}

/**
 * Parses JSON that a person wrote. `JSON.parse` silently takes the last of equal keys, and code that walks through its result
 * level by level overflows the stack.
 * @throws {SyntaxError} if the text is not JSON
 * @throws {StrictJsonError} if an object has a key twice, or if there are more than 64 levels
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const levels: Level[] = [];
  let isKey = false;
  for (const [part] of text.matchAll(token)) {
    const level = levels.at(-1);
    if (part === '{' || part === '[') {
      if (levels.length === MAX_DEPTH)
        throw new StrictJsonError(`has more than ${MAX_DEPTH} levels`, String(levels[0]?.at));
      levels.push(part === '{' ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 });
      isKey = part === '{';
    } else if (part === '}' || part === ']') {
      levels.pop();
      isKey = false;
    } else if (part === ',') {
      if (typeof level?.at === 'number') level.at++;
      isKey = level?.keys !== undefined;
    } else if (part === ':') {
      isKey = false;
    } else if (isKey && level?.keys) {
      level.at = JSON.parse(part) as string;
      if (level.keys.has(level.at)) {
        throw new StrictJsonError('occurs twice', levels.map(({ at }) => at).join('.'));
      }
      level.keys.add(level.at);
    }
  }
  return value;
}
