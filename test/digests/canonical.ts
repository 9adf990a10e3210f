import { relative } from 'node:path';

/** Everything that differs between two starts of the same program. */
export interface Volatile {
  /** When the program was first started and last ended, milliseconds since 1970. */
  session: { from: number; until: number };
  /** Directories and what stands for them. */
  places: ReadonlyMap<string, string>;
  /** The program's working directory, which it shows paths relative to. */
  checkout: string;
  /** Names for ids that carry the time, such as those of runs. */
  ids: ReadonlyMap<string, string>;
}

/** One artefact in canonical form, in parts that may change for different reasons. */
export interface Canonical {
  main: string;
  /** Texts for people, such as the title of a problem. */
  words?: string;
  /** What a run used, and how long its stages took. */
  usage?: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TIMED_ID = /\b\d{8}T\d{9}Z-[0-9a-f]{4,16}\b/g;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const INSTANT = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g;
const COMPACT_INSTANT = /\b(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d*Z/g;
const CALENDAR_DAY = /\b\d{4}-\d\d-\d\d\b/g;
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const ADDRESS = /127\.0\.0\.1:\d+/g;
const PROGRESS_TIME = /^( +[✓✗] \S+) +[\d.,]+ (?:ms|s|min|h)\b/gm;
/** A stage that was tried again on a busy machine, and what the AWS SDK then writes. */
const TRIED_AGAIN = / +\d+ tried again$|^An error was encountered in a non-retryable streaming request\.\n/gm;
const MAX_AGE = /\bmax-age=([1-9]\d*)/g;

const WORDS = new Set(['message', 'title', 'detail', 'description', 'summary']);
const USAGE = new Set(['usage', 'seconds']);
const TIMES = new Set(['milliseconds', 'gb_seconds']);

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/**
 * Puts artefacts into a form that two starts of the same program share: what the clock, chance and the machine decide is
 * replaced by a name, everything else stays.
 *
 * An instant is taken as volatile if it lies within the session, so that times in the data have to be of the past.
 */
export function canonicalForm({ session, places, checkout, ids }: Volatile) {
  const paths = [...places]
    .flatMap(([path, name]): [string, string][] => [
      [path, name],
      [relative(checkout, path), name],
    ])
    .filter(([path]) => path.length > 2)
    .sort(([a], [b]) => b.length - a.length);
  const isOfSession = (instant: number) => instant > session.from - HOUR && instant < session.until + DAY;
  const days = new Set(
    [session.from - DAY, session.from, session.until, session.until + DAY].map((instant) => dayOf(instant)),
  );

  /** @param seen ids of this artefact that have no name, which are numbered as they come */
  function text(raw: string, seen = new Map<string, string>()): string {
    const numbered = (kind: string) => (id: string) => {
      const name = ids.get(id) ?? seen.get(id) ?? `<${kind}-${seen.size + 1}>`;
      seen.set(id, name);
      return name;
    };
    const shown = paths.reduce((result, [path, name]) => result.replaceAll(path, name), raw);
    return shown
      .replaceAll(TOKEN, '<token>')
      .replaceAll(ADDRESS, '<address>')
      .replaceAll(TIMED_ID, numbered('id'))
      .replaceAll(UUID, numbered('uuid'))
      .replaceAll(COMPACT_INSTANT, (match, year, month, day, hour, minute, second) =>
        isOfSession(Date.UTC(year, month - 1, day, hour, minute, second)) ? '<instant>' : match,
      )
      .replaceAll(INSTANT, (match) => {
        const iso = match.replace(' ', 'T');
        return isOfSession(Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso}Z`)) ? '<instant>' : match;
      })
      .replaceAll(CALENDAR_DAY, (match) => (days.has(match) ? '<today>' : match))
      .replaceAll(PROGRESS_TIME, '$1 <time>')
      .replaceAll(TRIED_AGAIN, '')
      .replaceAll(MAX_AGE, (match, seconds) => (Number(seconds) <= 3600 ? 'max-age=<an hour at most>' : match));
  }

  function json(value: unknown): Canonical {
    const seen = new Map<string, string>();
    const words: string[] = [];
    const usage: Json[] = [];
    const main = walk(value as Json, '');
    return {
      main: lines(main),
      ...(words.length > 0 && { words: `${words.join('\n')}\n` }),
      ...(usage.length > 0 && { usage: lines(usage) }),
    };

    function walk(node: Json, path: string): Json {
      if (typeof node === 'string') return text(withoutSignature(node), seen);
      if (Array.isArray(node)) return inOrderOfKey(node).map((item, at) => walk(item, `${path}[${at}]`));
      if (node === null || typeof node !== 'object') return node;
      return Object.fromEntries(
        Object.entries(node)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, member]) => [text(key, seen), ofMember(key, member, node, `${path}.${key}`)]),
      );
    }

    function ofMember(key: string, member: Json, parent: { [member: string]: Json }, path: string): Json {
      if (WORDS.has(key) && typeof member === 'string') {
        words.push(`${path}: ${text(member, seen)}`);
        return '<words>';
      }
      if (USAGE.has(key) && isFigures(member)) {
        usage.push({ [path]: withoutTimes(member, key === 'seconds') });
        return '<usage>';
      }
      if (key === 'next_cursor' && typeof member === 'string') return '<cursor>';
      if (key === 'event_id' && typeof member === 'string') return numberedEvent(member);
      if (key === 'rows' && isByDataset(member)) return sortedByDataset(walk(member, path));
      if (key === 'days_since_last') return sinceToday(member, parent.last_on);
      return walk(member, path);
    }

    function numberedEvent(id: string): string {
      const name = seen.get(id) ?? `<event-${seen.size + 1}>`;
      seen.set(id, name);
      return name;
    }
  }

  /** Days from the last one in a file to the day of the run are counted by the clock; any other figure is kept. */
  function sinceToday(figure: Json, last: Json | undefined): Json {
    if (typeof figure !== 'number' || typeof last !== 'string') return figure;
    return days.has(dayOf(Date.parse(last) + figure * DAY)) ? '<days until today>' : figure;
  }

  return { text, json };
}

const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** JSON over several lines, so that a difference shows where it is. */
const lines = (value: Json) => `${JSON.stringify(value, null, 1)}\n`;

/** Uploads are listed by ids that begin with their time, and two of one second by their digest. */
function inOrderOfKey(items: Json[]): Json[] {
  const keys = items.map((item) =>
    item !== null && typeof item === 'object' && !Array.isArray(item) && ('upload_id' in item || 'lastModified' in item)
      ? `${item.key} ${JSON.stringify(item.file ?? item.entry ?? '')}`
      : undefined,
  );
  if (keys.includes(undefined)) return items;
  return items
    .map((item, at) => ({ item, key: keys[at] ?? '' }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

/** A person's rows, which an export has in any order. */
const isByDataset = (member: Json): boolean =>
  member !== null && typeof member === 'object' && !Array.isArray(member) && Object.values(member).every(Array.isArray);

function sortedByDataset(rows: Json): Json {
  const texts = (items: Json) => (items as Json[]).map((item) => JSON.stringify(item)).sort();
  return Object.fromEntries(
    Object.entries(rows as { [dataset: string]: Json }).map(([dataset, items]) => [
      dataset,
      texts(items).map((text) => JSON.parse(text)),
    ]),
  );
}

/** Whether this is what a run used, and not the schema of it. */
const isFigures = (member: Json): boolean =>
  member !== null && typeof member === 'object' && Object.values(member).some((figure) => typeof figure === 'number');

/**
 * Figures without those that the clock decides. How many bytes objects have depends on the order of rows in Parquet, and on
 * notes of how long stages took.
 * @param all whether every number is a time
 */
function withoutTimes(node: Json, all: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => withoutTimes(item, all));
  if (node === null || typeof node !== 'object') return all && typeof node === 'number' ? '<varies>' : node;
  return Object.fromEntries(
    Object.entries(node)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [
        key,
        key === 'objects' ? withoutBytes(value) : withoutTimes(value, all || TIMES.has(key)),
      ]),
  );
}

const withoutBytes = (objects: Json): Json =>
  Object.fromEntries(
    Object.entries(objects as { [figure: string]: Json })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([figure, value]) => [figure, figure.startsWith('bytes_') ? '<varies>' : value]),
  );

const SIGNED = new Set(['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature']);

/** A presigned address without what the clock and the key of the moment give it. */
function withoutSignature(value: string): string {
  if (!value.includes('X-Amz-Signature=')) return value;
  const [address, query = ''] = value.split('?');
  const parameters = query.split('&').map((parameter) => {
    const [name = ''] = parameter.split('=');
    return SIGNED.has(name) ? `${name}=<signed>` : parameter;
  });
  return `${address}?${parameters.sort().join('&')}`;
}
