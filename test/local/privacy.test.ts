import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import { command } from './command-line.ts';
import { everythingWritten, filesBelow, type Written } from './everything-written.ts';
import { inFolder } from './exports.ts';
import { identifiersOf, type Person } from './planted.ts';
import { type PlantedExport, writePlantedExports } from './planted-exports.ts';
import { filesThatContain } from './raw-bytes.ts';

const originalTmpdir = process.env.TMPDIR;
let folder: string;
let at: (name: string) => string;
let planted: Map<string, PlantedExport>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-privacy-'));
  at = inFolder(folder);
  planted = await writePlantedExports(at('exports'));
  await mkdir(at('tmp'));
  process.env.TMPDIR = at('tmp');
});

afterAll(async () => {
  if (originalTmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = originalTmpdir;
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  { name: 'default', privacy: {} },
  { name: 'hashed', privacy: { customerIds: 'hashed', identifiers: 'hashed' } },
])('with the policy $privacy and exports of every dataset', ({ name, privacy }) => {
  let printed: string;
  let responses: Response[];
  let written: Written[];
  let secrets: string[];
  /** Ids of erased customers as stored, and the files that contain them before and after the next run. */
  let erased: { ids: string[]; before: Record<string, string[]>; after: Record<string, string[]> };
  let identified: Record<string, string[]>;

  beforeAll(async () => {
    await writeFile(at(`${name}.json`), JSON.stringify({ privacy }));
    const places = ['--data-dir', at(name), '--out', at(`${name}-out`), '--policy', at(`${name}.json`)];
    const port = String(20_000 + (process.pid % 20_000));
    const serving = command(at('exports'), ...places, '--port', port, '--verbose', '--accept-gate');
    const [, token = ''] = (await serving.output(/Serving until Ctrl-C/)).match(/(Bearer [\w.-]+)/) ?? [];
    const address = `http://127.0.0.1:${port}`;
    responses = await requestAllRoutes(address, token, everyone());
    secrets = everyone().flatMap((person) => secretsOf(person, name));
    identified = await filesThatContain(
      at(name),
      some().flatMap((person) => secretsOf(person, name)),
    );
    const ids = customersOf(responses, some());
    const before = await filesThatContain(at(name), ids);
    await erase(ids, address, at(name));
    serving.kill('SIGINT');
    const { stdout, stderr } = await serving.ended;

    printed = stdout + stderr;
    const isObject = (path: string) => path.startsWith('objects/');
    written = [
      ...(await everythingWritten(at(name))),
      ...(await filesBelow(at(name), isObject)),
      ...(await filesBelow(at(`${name}-out`))),
    ];
    const next = await command('--accept-gate', '--no-serve', '--data-dir', at(name)).ended;
    printed += next.stdout + next.stderr;
    erased = { ids, before, after: await filesThatContain(at(name), ids) };
  }, 300_000);

  it('processes or rejects every file, with bad rows in quarantine', () => {
    const [quality] = written.filter(({ where }) => where.endsWith('quality.json'));
    const { totals } = JSON.parse(quality?.text ?? '{}');
    const taken = [...planted].filter(([file]) => !rejected.includes(file)).map(([, { rows }]) => rows);

    expect(totals).toMatchObject({
      ...{ uploads: planted.size, rejected: rejected.length },
      rows: taken.reduce((sum, rows) => sum + rows, 0),
    });
    expect(written.filter(({ where }) => where.startsWith('quarantine/')).length).toBe(10);
  });

  it('stores no identifier in the lake, quarantine, reports, table and exported files', () => {
    expect(findings(written, secrets)).toEqual([]);
  });

  it('stores no identifier in any byte, in any encoding', () => {
    expect(identified).toEqual({});
  });

  it('has erased customers in no byte after the next run', () => {
    expect(Object.keys(erased.before)).toEqual(erased.ids);
    expect(erased.ids.length).toBeGreaterThan(20);
    expect(erased.after).toEqual({});
  });

  it('prints and logs no identifier', () => {
    expect(printed).toContain('"message":"stage ended"');
    expect(findings([{ where: 'terminal', text: printed }], secrets)).toEqual([]);
  });

  it('returns no identifier from the API, even when the request contains it', () => {
    expect(findings(responses, secrets)).toEqual([]);
  });

  it('stores no unkeyed hash of an identifier', () => {
    expect(plainHashes([...written, ...responses, { where: 'terminal', text: printed }], secrets)).toEqual([]);
  });

  it('leaves the temporary directory empty', async () => {
    expect(await filesBelow(at('tmp'))).toEqual([]);
  });

  it.each([
    ['orders/shop.csv', 'id'],
    ['orders/known-by-mail.csv', 'email'],
    ['orders/known-by-phone.csv', 'mobile'],
    ['feedback/nps.csv', 'id'],
  ] as const)('finds the customers of %s by %s', (file, known) => {
    const { persons } = planted.get(file) as PlantedExport;
    const found = responses.filter(({ id, status }) => status === 200 && persons.some((one) => one[known] === id));

    expect(found.length).toBe(persons.length);
  });
});

const rejected = ['orders/without-header.csv', 'orders/of-something-else.csv'];
const everyone = () => [...planted.values()].flatMap(({ persons }) => persons);

/** The first, a middle and the last person of each export: the first also has a quarantined row, the last a malformed one. */
const some = () =>
  [...planted.values()].flatMap(({ persons }) => [0, 10, -1].flatMap((index) => persons.at(index) ?? []));
const secretsOf = (person: Person, policy: string) => [
  ...identifiersOf(person),
  ...(policy === 'hashed' ? [person.id] : []),
];

interface Response extends Written {
  status: number;
  /** The customer id in the request. */
  id?: string;
}

/** Responses of every route, for every person by each value that may be an id. */
async function requestAllRoutes(
  address: string,
  authorization: string,
  persons: readonly Person[],
): Promise<Response[]> {
  const get = async (path: string, id?: string): Promise<Response> => {
    const response = await fetch(`${address}${path}`, { headers: { authorization } });
    const where = path.replace(id ? encodeCustomerId(id) : '', '{id}');
    return { where, status: response.status, text: await response.text(), ...(id !== undefined && { id }) };
  };
  const [tiers, runs] = [await get('/v1/tiers'), await get('/v1/runs')];
  const names = JSON.parse(tiers.text).tiers.map(({ tier }: { tier: string }) => tier);
  const pages = names.map((tier: string) => `/v1/tiers/${tier}/customers?limit=500`);
  const responses = [tiers, runs];
  for (const path of [`/v1/runs/${JSON.parse(runs.text).current_run_id}`, ...pages]) responses.push(await get(path));
  for (const id of persons.flatMap(({ id, email, mobile }) => [id, email, mobile])) {
    responses.push(await get(`/v1/customers/${encodeCustomerId(id)}`, id));
  }
  return responses;
}

/** The ids, as stored, of the customers that these persons have become. */
function customersOf(responses: readonly Response[], persons: readonly Person[]): string[] {
  const known = persons.flatMap(({ id, email, mobile }) => [id, email, mobile]);
  const found = responses.filter(({ id, status }) => status === 200 && known.includes(id ?? ''));
  return [...new Set(found.map(({ text }) => JSON.parse(text).customer_id as string))];
}

/** Erases customers through the API. */
async function erase(ids: readonly string[], address: string, dataDir: string): Promise<void> {
  const { id, secret } = JSON.parse(await readFile(join(dataDir, 'keys/client.json'), 'utf8'));
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const issued = await fetch(`${address}/oauth2/token`, { method: 'POST', body: form });
  const { access_token } = (await issued.json()) as { access_token: string };
  const request = { method: 'DELETE', headers: { authorization: `Bearer ${access_token}` } };
  for (const one of ids) {
    const { status } = await fetch(`${address}/v1/customers/${encodeURIComponent(one)}`, request);
    expect(status).toBe(202);
  }
}

const compact = (text: string) => text.toLowerCase().replaceAll(/[\s()-]/g, '');

/** Occurrences of identifiers with the text around them, ignoring case, spaces and hyphens. */
function findings(written: readonly Written[], identifiers: readonly string[]): string[] {
  const searchTerms = [...new Set(identifiers.map(compact))];
  return written.flatMap(({ where, text }) => {
    const searched = compact(text);
    return searchTerms.flatMap((identifier) => {
      const position = searched.indexOf(identifier);
      const around = searched.slice(Math.max(0, position - 40), position + 60);
      return position < 0 ? [] : [`${identifier} in ${where}: …${around}…`];
    });
  });
}

function plainHashes(written: readonly Written[], identifiers: readonly string[]): string[] {
  const half = (hex: string) => hex.slice(0, 32);
  const seen = new Set(written.flatMap(({ text }) => text.match(/[0-9a-f]{32,}/g) ?? []).map(half));
  const hashes = (text: string) =>
    ['md5', 'sha1', 'sha256'].map((algorithm) => half(createHash(algorithm).update(text).digest('hex')));
  return identifiers.filter((one) =>
    [one, one.toLowerCase()].some((text) => hashes(text).some((hash) => seen.has(hash))),
  );
}
