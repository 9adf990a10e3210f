// npm run endurance:months -- [--months 60] [--customers 300]; exit code 1 where a run gets slower, files pile up or an erasure leaves a trace
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mean } from 'simple-statistics';
import { parsePolicy } from '../../shared/domain/policy/policy.ts';
import { command, result } from '../local/command-line.ts';
import { filesThatContain } from '../local/raw-bytes.ts';

const { values } = parseArgs({
  options: { months: { type: 'string', default: '60' }, customers: { type: 'string', default: '300' } },
});
const [months, customers] = [Number(values.months), Number(values.customers)];
const YEAR = 12;
/** Twice as many rows are read by then, which is little of a run's time. */
const TOLERANCE = 1.5;
const ERASED = 'customer-to-erase';

const folder = await mkdtemp(join(tmpdir(), 'strata-months-'));
const dataDir = join(folder, 'data');
const failures: string[] = [];
try {
  const seconds: number[] = [];
  const sizes: Awaited<ReturnType<typeof sizeOf>>[] = [];
  for (let month = 0; month < months; month++) {
    seconds.push(await run(month));
    sizes.push(await sizeOf(dataDir));
    if ((month + 1) % YEAR === 0) {
      const { files, bytes } = sizes.at(-1) ?? { files: 0, bytes: 0 };
      const time = mean(seconds.slice(-YEAR)).toFixed(2);
      console.log(`${month + 1} months: ${time} s a run; ${files} files, ${(bytes / 1e6).toFixed(1)} MB`);
    }
  }
  if (months >= 4 * YEAR) {
    const ratio = mean(seconds.slice(-YEAR)) / mean(seconds.slice(2 * YEAR, 3 * YEAR));
    console.log(`runs of the last year take ${ratio.toFixed(2)} times as long as those of the third`);
    if (ratio > TOLERANCE) failures.push('Runs get slower');
  }
  const kept = (await readdir(join(dataDir, 'objects/lake/runs'))).length;
  if (kept > parsePolicy({}).retention.runs) failures.push(`${kept} runs have files`);

  console.log(`erasure of ${ERASED}: ${await erase()}`);
  console.log(`month ${months + 1}: ${(await run(months, [ERASED])).toFixed(2)} s`);
  const traces = await filesThatContain(dataDir, [ERASED]);
  for (const file of traces[ERASED] ?? []) failures.push(`${file} has ${ERASED} after its erasure`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const failure of failures) console.log(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Segments a month's orders. @returns how many seconds it takes from start to end */
async function run(month: number, left: readonly string[] = []): Promise<number> {
  const [year, of] = [2021 + Math.floor(month / YEAR), (month % YEAR) + 1];
  const lines = Array.from({ length: customers }, (_, customer) => (customer === 7 ? ERASED : `c${customer}`))
    .filter((customer, index) => !left.includes(customer) && (index + month) % 3 !== 0)
    .map((customer, index) => {
      const day = `${year}-${String(of).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`;
      return `${month}-${customer},${customer},${day},${20 + ((index * 37 + month * 11) % 400)}.50`;
    });
  const file = join(folder, `${year}-${of}.csv`);
  await writeFile(file, `${['order_id,customer_id,order_date,amount', ...lines].join('\n')}\n`);
  const before = performance.now();
  const { code, json, stderr } = await result(file, '--data-dir', dataDir, '--accept-gate');
  if (code !== 0 || json.status !== 'succeeded') throw new Error(`Month ${month + 1} ended with ${code}: ${stderr}`);
  return (performance.now() - before) / 1000;
}

/** Erases a customer through the API. @returns the response's status */
async function erase(): Promise<number> {
  const serving = command('--data-dir', dataDir, '--port', '18787');
  await serving.output(/Serving until/);
  const api = 'http://127.0.0.1:18787';
  const { id, secret } = JSON.parse(await readFile(join(dataDir, 'keys/client.json'), 'utf8'));
  const issued = await fetch(`${api}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token } = (await issued.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const { status } = await fetch(`${api}/v1/customers/${ERASED}`, { method: 'DELETE', headers });
  serving.kill('SIGTERM');
  await serving.ended;
  return status;
}

async function sizeOf(directory: string): Promise<{ files: number; bytes: number }> {
  const found = await filesBelow(directory);
  const stats = await Promise.all(found.map((file) => stat(file)));
  return { files: found.length, bytes: stats.reduce((sum, { size }) => sum + size, 0) };
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
