import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import type { Api, Body } from './api.ts';
import type { Artefacts } from './artefacts.ts';
import * as policies from './policies.ts';
import { readEverything } from './requests.ts';
import { customerId, drops, personalFiles, shortFiles } from './shop.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** @returns the canonical text of every artefact, by name */
export type Scenario = (checkout: string, directory: string) => Promise<Map<string, string>>;

/** The sample that a start without files makes. */
export const sample: Scenario = async (checkout, directory) => {
  const workshop = await openWorkshop('sample', checkout, directory);
  await workshop.bareCommand('help', '--help');
  await workshop.bareCommand('unknown option', '--colour', 'red');
  await workshop.bareCommand('bad day', '--as-of', '2026-02-30');
  await workshop.bareCommand('bad port', '--port', '99999');
  await workshop.bareCommand('missing file', join(directory, 'nothing.csv'));
  await workshop.command('what-if without a run', '--what-if', await policyFile(workshop, 'third', policies.third));
  await workshop.command('run');
  await workshop.command('nothing new');
  await workshop.command('what-if', '--what-if', await policyFile(workshop, 'second', policies.second));
  await workshop.serve('serve', async (api) => {
    await workshop.keepRuns(api);
    await readEverything(api, workshop.artefacts, 'api', {
      customers: 150,
      explained: 20,
      otherPolicy: policies.third,
    });
  });
  return workshop.close();
};

/** Exports that are given. */
export const exports =
  (files: readonly string[], asOf: string | undefined): Scenario =>
  async (checkout, directory) => {
    const places = new Map(files.map((file) => [dirname(file), '<exports>']));
    const workshop = await openWorkshop('exports', checkout, directory, places);
    const day = asOf === undefined ? [] : ['--as-of', asOf];
    await workshop.inspect('inspect', ...files);
    await workshop.command('run', ...files, ...day);
    await workshop.command('what-if', '--what-if', await policyFile(workshop, 'third', policies.third));
    await workshop.serve('serve', async (api) => {
      await workshop.keepRuns(api);
      await readEverything(api, workshop.artefacts, 'api', {
        customers: 150,
        explained: 20,
        otherPolicy: policies.second,
      });
    });
    return workshop.close();
  };

/** A shop over several months: drops, decisions by hand, other policies, an erasure, a run that is held, bad files. */
export const shop: Scenario = async (checkout, directory) => {
  const workshop = await openWorkshop('shop', checkout, directory);
  const { artefacts, command, serve, write } = workshop;
  const files = drops();
  const drop = (name: keyof typeof files) => write(name, files[name]);

  const january = await drop('january');
  const march = await drop('march');
  await workshop.inspect('00 inspect', ...(await write('short', shortFiles())));
  await workshop.inspect('01 inspect', ...january, ...march, ...(await drop('february')), ...(await drop('may')));
  await command('02 january', ...january, '--policy', await policyFile(workshop, 'first', policies.first));
  await command('03 february', ...(await drop('february')));
  await serve('04 decisions', (api) => decide(api, artefacts, '04 decisions'));
  await command('05 march', ...march);
  await command('06 april held', ...(await drop('april')));
  await command('07 april accepted', '--accept-gate');
  const second = await policyFile(workshop, 'second', policies.second);
  await command('08 what-if', '--what-if', second);
  await command('09 may', ...(await drop('may')), '--policy', second);
  await command('10 june', ...(await drop('june')), '--policy', await policyFile(workshop, 'third', policies.third));
  await command(
    '11 frozen',
    '--policy',
    await policyFile(workshop, 'frozen', policies.frozen),
    '--as-of',
    '2025-07-31',
  );
  await command('12 again', ...(await drop('again')));
  await command('13 too early', '--as-of', '2001-01-01');
  await command('14 bad policy', '--policy', await policyFile(workshop, 'bad', { tiers: 'none', colour: 'red' }));
  await serve('15 served', async (api) => {
    await workshop.keepRuns(api);
    await readEverything(api, artefacts, '15 api', { customers: 400, explained: 60, otherPolicy: policies.second });
  });
  return workshop.close();
};

/** Customers who are known by what identifies them, kept as hashes under a key of ours. */
export const personal: Scenario = async (checkout, directory) => {
  const workshop = await openWorkshop('personal', checkout, directory);
  await writeFile(join(workshop.dataDir, 'id-key'), '7e'.repeat(32), { mode: 0o600 });
  const files = await workshop.write('exports', personalFiles());
  await workshop.inspect('inspect', ...files);
  await workshop.command('run', ...files, '--policy', await policyFile(workshop, 'personal', policies.personal));
  await workshop.serve('serve', async (api) => {
    await workshop.keepRuns(api);
    for (const id of ['c0001@example.com', 'C0002@Example.com ', 'nobody@example.com'])
      workshop.artefacts.json(`known as ${id}`, await api.call('GET', `/v1/customers/${encodeCustomerId(id)}`));
    await readEverything(api, workshop.artefacts, 'api', {
      customers: 100,
      explained: 10,
      otherPolicy: policies.third,
    });
  });
  return workshop.close();
};

/** Decides by the API, forgets a person, asks for a run and drops a file. */
async function decide(api: Api, artefacts: Artefacts, name: string): Promise<void> {
  const { call, get } = api;
  const kept = async (title: string, method: string, path: string, body?: object) =>
    artefacts.json(`${name}/${title}`, await call(method, path, body && { body }));
  const customer = (index: number) => `/v1/customers/${encodeCustomerId(customerId(index))}`;
  const people = { reason: 'Made good for li.na@example.com, 13800138000', author: 'li.na@example.com' };

  const floor = { kind: 'floor', tier: 'gold', ...people, expires_on: '2099-12-31' };
  await kept('floor', 'PUT', `${customer(1)}/override`, floor);
  await kept('ceiling', 'PUT', `${customer(2)}/override`, { kind: 'ceiling', tier: 'silver', ...people });
  await kept('pin', 'PUT', `${customer(7)}/override`, { kind: 'pin', tier: 'VIP', ...people, expires_on: null });
  await kept('end', 'DELETE', `${customer(2)}/override`);
  await kept('end of nothing', 'DELETE', `${customer(20)}/override`);
  for (const index of [1, 2, 7, 20]) await kept(`waiting ${index}`, 'GET', customer(index));
  await kept('erase', 'DELETE', customer(5));
  for (const rest of ['', '/tier', '/export'])
    await kept(`erased${rest.replace('/', ' ')}`, 'GET', `${customer(5)}${rest}`);
  await kept('erase again', 'DELETE', customer(5));

  const page = '/v1/tiers/standard/customers?limit=3';
  const { next_cursor } = await get(page);
  await newRun(api, () => kept('run asked for', 'POST', '/v1/runs', { as_of: '2025-02-28', accept_gate: false }));
  await kept('outdated page', 'GET', `${page}&cursor=${encodeURIComponent(next_cursor)}`);
  for (const index of [1, 2, 5, 7]) await kept(`after ${index}`, 'GET', customer(index));

  const content =
    'response_id,customer_id,answered_at,score,scale\nX1,C0001,2025-02-20,9,0-10\nX2,C0002,2025-02-21,2,0-10\n';
  const upload = await call('POST', '/v1/uploads', {
    body: { file_name: 'answers.csv', bytes: content.length, dataset: 'feedback' },
  });
  artefacts.json(`${name}/upload`, upload);
  await newRun(api, async () => {
    const { status } = await fetch((upload.body as Body).url, { method: 'PUT', body: content });
    artefacts.json(`${name}/uploaded`, status);
  });
}

/** Does what starts a run and waits for its end. */
async function newRun({ get, until }: Api, start: () => Promise<void>): Promise<void> {
  const newest = '/v1/runs?limit=1';
  const [before] = (await get(newest)).runs;
  await start();
  await until(newest, ({ runs: [run] }) => run.run_id !== before.run_id && run.status !== 'running');
  // A run that has ended announces who moved and then lets go of the lock, which nothing outside shows.
  await new Promise((resolve) => setTimeout(resolve, 5000));
}

async function policyFile(workshop: Workshop, name: string, policy: object): Promise<string> {
  const [file = ''] = await workshop.write('policies', { [`${name}.json`]: JSON.stringify(policy) });
  return file;
}
