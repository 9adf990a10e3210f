import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from './command-line.ts';
import { everythingWritten, filesBelow, type Written } from './everything-written.ts';
import { inFolder } from './exports.ts';
import { identifiersOf, type Person } from './planted.ts';
import { writePlantedExports } from './planted-exports.ts';

const usual = process.env.TMPDIR;
let folder: string;
let at: (name: string) => string;
let planted: Map<string, Person[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-privacy-'));
  at = inFolder(folder);
  planted = await writePlantedExports(at('exports'));
  await mkdir(at('tmp'));
  process.env.TMPDIR = at('tmp');
});

afterAll(async () => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  { name: 'default', privacy: {} },
  { name: 'hashed', privacy: { customerIds: 'hashed', identifiers: 'hashed' } },
])('with the policy $privacy, of people in every kind of export', ({ name, privacy }) => {
  let told: string;
  let answers: Answer[];
  let written: Written[];
  let secrets: string[];

  beforeAll(async () => {
    await writeFile(at(`${name}.json`), JSON.stringify({ privacy }));
    const places = ['--data-dir', at(name), '--out', at(`${name}-out`), '--policy', at(`${name}.json`)];
    const port = String(20_000 + (process.pid % 20_000));
    const serving = command(at('exports'), ...places, '--port', port, '--verbose', '--accept-gate');
    const [, token = ''] = (await serving.says(/Serving until Ctrl-C/)).match(/(Bearer [\w.-]+)/) ?? [];
    answers = await answersOf(`http://127.0.0.1:${port}`, token, everyone());
    serving.kill('SIGINT');
    const { stdout, stderr } = await serving.ended;

    told = stdout + stderr;
    const isObject = (path: string) => path.startsWith('objects/');
    written = [
      ...(await everythingWritten(at(name))),
      ...(await filesBelow(at(name), isObject)),
      ...(await filesBelow(at(`${name}-out`))),
    ];
    secrets = everyone().flatMap((person) => [...identifiersOf(person), ...(name === 'hashed' ? [person.id] : [])]);
  }, 300_000);

  it('every file is taken in or rejected as a whole, with refused rows in quarantine', () => {
    const [quality] = written.filter(({ where }) => where.endsWith('quality.json'));
    const { totals } = JSON.parse(quality?.text ?? '{}');

    expect(totals).toMatchObject({ uploads: planted.size, rejected: 2, rows: expect.any(Number) });
    expect(written.filter(({ where }) => where.startsWith('quarantine/')).length).toBe(10);
  });

  it('nothing can be read in the lake, the quarantine, the report, the table and the files copied out', () => {
    expect(findings(written, secrets)).toEqual([]);
  });

  it('nothing is told on the terminal or logged by the functions', () => {
    expect(told).toContain('"message":"stage ended"');
    expect(findings([{ where: 'terminal', text: told }], secrets)).toEqual([]);
  });

  it('nothing is in an answer of the API, also to those who ask by it', () => {
    expect(findings(answers, secrets)).toEqual([]);
  });

  it('nothing stands as a hash without a key, by which anybody could look for somebody', () => {
    expect(plainHashes([...written, ...answers, { where: 'terminal', text: told }], secrets)).toEqual([]);
  });

  it('nothing is left in the temporary directory', async () => {
    expect(await filesBelow(at('tmp'))).toEqual([]);
  });

  it.each([
    ['orders/shop.csv', 'id'],
    ['orders/known-by-mail.csv', 'email'],
    ['orders/known-by-phone.csv', 'mobile'],
    ['feedback/nps.csv', 'id'],
  ] as const)('the customers of %s are found by their %s', (file, known) => {
    const persons = planted.get(file) ?? [];
    const found = answers.filter(({ asked, status }) => status === 200 && persons.some((one) => one[known] === asked));

    expect(found.length).toBe(persons.length);
  });
});

const everyone = () => [...planted.values()].flat();

interface Answer extends Written {
  status: number;
  /** The customer's id in the request. */
  asked?: string;
}

/** What the API answers on every route, to a question about everyone by each thing that may be an id. */
async function answersOf(address: string, authorization: string, persons: readonly Person[]): Promise<Answer[]> {
  const ask = async (path: string, asked?: string): Promise<Answer> => {
    const response = await fetch(`${address}${path}`, { headers: { authorization } });
    const where = path.replace(asked ? encodeURIComponent(asked) : '', '{id}');
    return { where, status: response.status, text: await response.text(), ...(asked !== undefined && { asked }) };
  };
  const [tiers, runs] = [await ask('/v1/tiers'), await ask('/v1/runs')];
  const names = JSON.parse(tiers.text).tiers.map(({ tier }: { tier: string }) => tier);
  const pages = names.map((tier: string) => `/v1/tiers/${tier}/customers?limit=500`);
  const answers = [tiers, runs];
  for (const path of [`/v1/runs/${JSON.parse(runs.text).current_run_id}`, ...pages]) answers.push(await ask(path));
  for (const id of persons.flatMap(({ id, email, mobile }) => [id, email, mobile])) {
    answers.push(await ask(`/v1/customers/${encodeURIComponent(id)}`, id));
  }
  return answers;
}

const compact = (text: string) => text.toLowerCase().replaceAll(/[\s()-]/g, '');

/** Where identifiers can be read, in any case and with any spaces and hyphens, with what stands around them. */
function findings(written: readonly Written[], identifiers: readonly string[]): string[] {
  const sought = [...new Set(identifiers.map(compact))];
  return written.flatMap(({ where, text }) => {
    const searched = compact(text);
    return sought.flatMap((identifier) => {
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
