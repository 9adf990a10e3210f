import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import type { Api, Body } from './api.ts';
import type { Artefacts } from './artefacts.ts';

interface Extent {
  /** How many customers are asked for singly. */
  customers: number;
  /** How many of them are explained and exported, which reads files. */
  explained: number;
  /** A policy that is asked about. */
  otherPolicy: object;
}

const AT_ONCE = 4;
const unknownRun = '20200101T000000000Z-00000000';

/**
 * Asks what can be asked without changing anything, but for a what-if and an upload's address that nothing is put to.
 * @param name goes before the names of the artefacts
 */
export async function readEverything(api: Api, artefacts: Artefacts, name: string, extent: Extent): Promise<void> {
  await documentation(api, artefacts, `${name}/documentation`);
  await tokens(api, artefacts, `${name}/tokens`);
  const ids = await listings(api, artefacts, `${name}/listings`);
  await customers(api, artefacts, `${name}/customers`, ids, extent);
  await runs(api, artefacts, `${name}/runs`);
  await scores(api, artefacts, `${name}/score`);
  await whatIfs(api, artefacts, `${name}/what-if`, extent.otherPolicy);
  await refusals(api, artefacts, `${name}/refused`, ids[0] ?? '');
}

async function documentation({ call }: Api, artefacts: Artefacts, name: string) {
  artefacts.json(`${name}/root`, await call('GET', '/', { token: null }));
  artefacts.json(`${name}/openapi`, await call('GET', '/v1/openapi.json', { token: null }));
  const { body, ...answer } = await call('GET', '/docs', { token: null });
  artefacts.json(`${name}/page answer`, answer);
  artefacts.text(`${name}/page`, String(body));
}

async function tokens({ requestToken, tokenFor, call }: Api, artefacts: Artefacts, name: string) {
  const grant_type = 'client_credentials';
  artefacts.json(`${name}/all`, await requestToken({ grant_type }));
  artefacts.json(`${name}/one scope`, await requestToken({ grant_type, scope: 'tiers/read' }));
  artefacts.json(`${name}/unknown scope`, await requestToken({ grant_type, scope: 'tiers/write' }));
  artefacts.json(`${name}/unknown grant`, await requestToken({ grant_type: 'password' }));
  artefacts.json(`${name}/unknown client`, await requestToken({ grant_type }, `Basic ${btoa('nobody:nothing')}`));
  artefacts.json(`${name}/unreadable client`, await requestToken({ grant_type }, 'Basic ?'));

  const calls = {
    'GET tiers/read': ['GET', '/v1/tiers', 'tiers/read'],
    'GET runs/write': ['GET', '/v1/tiers', 'runs/write'],
    'POST runs tiers/read': ['POST', '/v1/runs', 'tiers/read'],
    'POST uploads customers/write': ['POST', '/v1/uploads', 'customers/write'],
    'DELETE runs/write': ['DELETE', '/v1/customers/nobody', 'runs/write'],
    'PUT override tiers/read': ['PUT', '/v1/customers/nobody/override', 'tiers/read'],
    'POST what-if tiers/read': ['POST', '/v1/what-if', 'tiers/read'],
  } as const;
  for (const [title, [method, path, scope]] of Object.entries(calls)) {
    artefacts.json(`${name}/${title}`, await call(method, path, { token: await tokenFor(scope) }));
  }
}

/** @returns every customer's id, sorted */
async function listings(api: Api, artefacts: Artefacts, name: string): Promise<string[]> {
  const { call, get, all } = api;
  for (const path of ['tiers', 'segments', 'clusters', 'movement'])
    artefacts.json(`${name}/${path}`, await call('GET', `/v1/${path}`));

  const { tiers, as_of } = await get('/v1/tiers');
  const { segments } = await get('/v1/segments');
  const ids: string[] = [];
  for (const { tier } of tiers) {
    const path = `/v1/tiers/${encodeURIComponent(tier)}/customers`;
    const customers = await all(path, 'customers');
    ids.push(...customers.map(({ customer_id }) => customer_id));
    artefacts.rows(`${name}/tier ${tier}`, customers);
    artefacts.json(`${name}/tier ${tier} first page`, await call('GET', `${path}?limit=3`));
    artefacts.json(`${name}/tier ${tier} default page`, await call('GET', path));

    const region = customers.find((customer) => customer.region)?.region ?? 'North';
    const segment = customers[0]?.segment ?? segments[0].segment;
    const filters = {
      region: { region },
      segment: { segment },
      'changed since': { changed_since: as_of },
      'changed since month': { changed_since: `${as_of.slice(0, 8)}01` },
      all: { region, segment, changed_since: '2000-01-01' },
      'unknown region': { region: 'Atlantis' },
    };
    for (const [title, filter] of Object.entries(filters)) {
      const query = new URLSearchParams(filter as Record<string, string>);
      artefacts.rows(
        `${name}/tier ${tier} by ${title}`,
        await all(`${path}?${query}`, 'customers', customers.length > 1000 ? 500 : 50),
      );
    }
    if (customers.length > 3) {
      const { next_cursor } = await get(`${path}?limit=3`);
      const cursor = encodeURIComponent(next_cursor);
      artefacts.json(`${name}/tier ${tier} second page`, await call('GET', `${path}?limit=3&cursor=${cursor}`));
      artefacts.json(
        `${name}/tier ${tier} cursor of another listing`,
        await call('GET', `${path}?limit=3&cursor=${cursor}&region=North`),
      );
    }
  }
  return ids.sort();
}

async function customers(
  api: Api,
  artefacts: Artefacts,
  name: string,
  ids: string[],
  { customers: count, explained }: Extent,
): Promise<void> {
  const { call } = api;
  const batches = Array.from({ length: Math.ceil(ids.length / 100) }, (_, at) => ids.slice(100 * at, 100 * (at + 1)));
  const states = await eachOf(batches, async (batch) => {
    const { body } = await call('POST', '/v1/customers/batch', { body: { ids: batch } });
    return (body as Body).customers;
  });
  artefacts.rows(`${name}/all`, states.flat());

  const some = evenly(ids, count);
  const few = evenly(ids, explained);
  const single = async (title: string, of: string[], rest: string) =>
    artefacts.rows(
      `${name}/${title}`,
      await eachOf(of, async (id) => call('GET', `/v1/customers/${encodeCustomerId(id)}${rest}`)),
    );
  await single('state', some, '');
  await single('history', some, '/history');
  await single('explain', few, '/explain');
  await single('export', few, '/export');
  await tierAnswers(api, artefacts, `${name}/tier`, some);
}

/** Asks for tiers, and again with the tag of the answer. */
async function tierAnswers({ call }: Api, artefacts: Artefacts, name: string, ids: string[]): Promise<void> {
  const answers = await eachOf(ids, async (id) => {
    const path = `/v1/customers/${encodeCustomerId(id)}/tier`;
    const first = await call('GET', path);
    const { etag = '' } = first.headers;
    const asked = (tag: string) => call('GET', path, { headers: { 'if-none-match': tag } });
    const again = [await asked(etag), await asked(`"other", W/${etag}`), await asked('"other"'), await asked('*')];
    return [first, ...again].map((answer) => ({
      ...answer,
      headers: { ...answer.headers, ...('etag' in answer.headers && { etag: tagName(answer.headers.etag, etag) }) },
    }));
  });
  artefacts.rows(name, answers);
}

/** Tags follow from the run's id. */
const tagName = (tag: string | undefined, first: string) =>
  tag === first && /^"[\w-]{16,}"$/.test(first) ? '"<tag>"' : tag;

async function runs({ call, get, all }: Api, artefacts: Artefacts, name: string) {
  artefacts.json(`${name}/list`, await call('GET', '/v1/runs'));
  artefacts.json(`${name}/first`, await call('GET', '/v1/runs?limit=1'));
  const { length } = await all('/v1/runs', 'runs', 1);
  const newestFirst: Body[] = (await get('/v1/runs?limit=500')).runs;
  artefacts.json(`${name}/by single pages`, length);
  for (const [at, { run_id }] of newestFirst.toReversed().entries()) {
    const run = `${name}/${String(at + 1).padStart(2, '0')}`;
    artefacts.json(`${run} record`, await call('GET', `/v1/runs/${run_id}`));
    artefacts.json(`${run} quality`, await call('GET', `/v1/runs/${run_id}/quality`));
    artefacts.json(`${run} links`, await call('GET', `/v1/runs/${run_id}/files`));
  }
}

async function scores({ call, get }: Api, artefacts: Artefacts, name: string) {
  const { as_of } = await get('/v1/tiers');
  const daysBefore = (days: number) => new Date(Date.parse(as_of) - days * 86_400_000).toISOString().slice(0, 10);
  const line = (order_id: string, ordered_at: string, amount: number) => ({ order_id, ordered_at, amount });
  const bodies = {
    nothing: { orders: [] },
    'one order': { orders: [line('1', daysBefore(10), 49.9)] },
    'many orders': {
      orders: Array.from({ length: 40 }, (_, at) => line(String(at), daysBefore(3 + 9 * at), 20 + 7.25 * (at % 9))),
      features: { satisfaction: 90, complaints: 1 },
    },
    'returns and times': {
      orders: [
        { ...line('1', `${daysBefore(40)}T09:30:00+08:00`, 120), category: 'tea', status: 'paid', channel: 'web' },
        { ...line('1', daysBefore(40), 30), category: 'pots', status: 'paid' },
        { ...line('2', daysBefore(20), -30), kind: 'return' },
        { ...line('3', daysBefore(12), 400), status: 'cancelled' },
        line('4', daysBefore(-5), 70),
      ],
    },
    later: { as_of: daysBefore(-30), orders: [line('1', daysBefore(-20), 800), line('2', daysBefore(5), 800)] },
    'unknown member': { orders: [], colour: 'red' },
    'bad line': { orders: [{ order_id: '', ordered_at: 'yesterday', amount: 'much' }] },
    'too many lines': { orders: Array.from({ length: 2001 }, () => line('1', '2020-01-01', 1)) },
  };
  for (const [title, body] of Object.entries(bodies))
    artefacts.json(`${name}/${title}`, await call('POST', '/v1/score', { body }));
}

/** Asks what another policy would do, waits for the answer and reads the file of movers. */
async function whatIfs({ call, until }: Api, artefacts: Artefacts, name: string, otherPolicy: object) {
  const post = (body: object) => call('POST', '/v1/what-if', { body });
  for (const [title, policy] of Object.entries({ other: otherPolicy, default: {} })) {
    const accepted = await post({ policy });
    artefacts.json(`${name}/${title} accepted`, accepted);
    const answer = await until((accepted.body as Body).what_if, ({ status }) => status !== 'running');
    artefacts.json(`${name}/${title} answer`, answer);
    if (answer.movers_file)
      artefacts.text(`${name}/${title} movers.csv`, await (await fetch(answer.movers_file.url)).text());
  }
  artefacts.json(`${name}/wrong policy`, await post({ policy: { windowMonths: -1, tiers: [], colour: 'red' } }));
  artefacts.json(`${name}/no policy`, await post({}));
  artefacts.json(`${name}/unknown`, await call('GET', '/v1/what-if/nothing'));
  artefacts.json(`${name}/odd id`, await call('GET', '/v1/what-if/..%2Fpolicy'));
}

async function refusals({ call, requestToken }: Api, artefacts: Artefacts, name: string, id: string) {
  const refused = async (method: string, path: string, init?: Parameters<Api['call']>[2], note = '') =>
    artefacts.json(
      `${name}/${method} ${decodeURIComponent(path).replaceAll('/', ' ').trim().replace(id, 'ID')}${note}`,
      await call(method, path, init),
    );
  const customer = `/v1/customers/${encodeCustomerId(id)}`;

  await refused('GET', '/v1/tiers', { token: null }, ', no token');
  await refused('GET', '/v1/tiers', { token: 'nonsense' }, ', bad token');
  await refused('GET', '/v1/tiers', { headers: { authorization: 'Basic bm9ib2R5' } }, ', other scheme');

  for (const path of ['/v1', '/v1/nothing', '/v2/tiers', '/v1/tiers/', '/v1/customers/', '/v1/customers/a/b/c'])
    await refused('GET', path);
  for (const [method, path] of [
    ['POST', '/v1/tiers'],
    ['PUT', '/v1/runs'],
    ['DELETE', '/v1/tiers'],
    ['PATCH', customer],
    ['GET', '/v1/score'],
    ['GET', '/v1/customers/batch/nobody'],
    ['GET', '/oauth2/token'],
    ['POST', '/docs'],
    ['OPTIONS', '/v1/tiers'],
    ['HEAD', '/v1/tiers'],
  ] as const)
    await refused(method, path);

  for (const rest of ['', '/tier', '/history', '/explain', '/export'])
    await refused('GET', `/v1/customers/nobody${rest}`);
  for (const query of ['?colour=red', '?limit=1']) await refused('GET', `${customer}${query}`);
  for (const query of [
    'limit=0',
    'limit=501',
    'limit=x',
    'cursor=nonsense',
    'changed_since=today',
    'segment=',
    'page=2',
  ])
    await refused('GET', `/v1/tiers/VIP/customers?${query}`);
  await refused('GET', '/v1/tiers/nothing/customers');
  await refused('GET', '/v1/tiers?colour=red');
  for (const query of ['limit=0', 'cursor=nonsense', 'status=failed']) await refused('GET', `/v1/runs?${query}`);
  for (const rest of ['', '/quality', '/files']) await refused('GET', `/v1/runs/${unknownRun}${rest}`);

  const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, at) => `nobody ${at}`) });
  const bodies: [string, string, [string, object | string][]][] = [
    [
      'POST',
      '/v1/customers/batch',
      [
        ['nobody', ids(2)],
        ['twice', { ids: [id, 'nobody', id] }],
        ['none', ids(0)],
        ['too many', ids(101)],
        ['not a list', { ids: 'a' }],
        ['more', { ids: ['a'], colour: 'red' }],
        ['no JSON', '{"ids": ['],
        ['empty', ''],
        ['an array', '[]'],
        ['large', { ids: ['x'.repeat(300_000)] }],
        ['huge', 'x'.repeat(1_100_000)],
      ],
    ],
    [
      'POST',
      '/v1/runs',
      [
        ['bad day', { as_of: '2026-02-30' }],
        ['more', { colour: 'red' }],
        ['no JSON', 'x'],
        ['large', { as_of: 'x'.repeat(300_000) }],
      ],
    ],
    [
      'POST',
      '/v1/uploads',
      [
        ['empty', {}],
        ['no name', { file_name: '', bytes: 1 }],
        ['a path', { file_name: '../a.csv', bytes: 1 }],
        ['no bytes', { file_name: 'a.csv', bytes: 0 }],
        ['unknown dataset', { file_name: 'a.csv', bytes: 1, dataset: 'stock' }],
      ],
    ],
    [
      'PUT',
      `${customer}/override`,
      [
        ['empty', {}],
        ['unknown kind', { kind: 'wish', tier: 'VIP', reason: 'r', author: 'a' }],
        ['unknown tier', { kind: 'pin', tier: 'nothing', reason: 'r', author: 'a' }],
        ['over', { kind: 'pin', tier: 'VIP', reason: 'r', author: 'a', expires_on: '2020-01-01' }],
        ['more', { kind: 'pin', tier: 'VIP', reason: 'r', author: 'a', colour: 'red' }],
      ],
    ],
    ['PUT', '/v1/customers/nobody/override', [['nobody', { kind: 'pin', tier: 'VIP', reason: 'r', author: 'a' }]]],
  ];
  for (const [method, path, list] of bodies)
    for (const [title, body] of list) await refused(method, path, { body }, `, ${title}`);
  await refused('DELETE', '/v1/customers/nobody');
  await refused('DELETE', '/v1/customers/nobody/override');
  artefacts.json(
    `${name}/uploads accepted`,
    await call('POST', '/v1/uploads', { body: { file_name: 'ä b.csv', bytes: 12 } }),
  );
  artefacts.json(`${name}/token without grant`, await requestToken({}));
}

/** Items spread evenly over a list, the first and the last among them. */
function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.round((at * (items.length - 1)) / (count - 1))] as Item);
}

/** Results in the order of the items, a few of which are worked on at once. */
async function eachOf<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as Item);
  });
  await Promise.all(workers);
  return results;
}
