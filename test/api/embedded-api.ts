import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApi } from '../../local/cli/serve.ts';
import { startPlatform } from '../../local/platform/start-platform.ts';
import { readDefinition } from '../../local/platform/workflow-definition.ts';
import { scopes } from '../../shared/http/routes.ts';

/** Ids with characters that are special in URLs, CSV or keys. */
export const strangeIds = ['顾客/7', 'a b%2F+', '..', 'x#y?z=1&', 'ü'.repeat(200)];

/** The customers of the export, including the strange ids. */
export const customers = [
  ...strangeIds,
  ...'17850',
  ...Array.from({ length: 60 }, (_, index) => String(10_000 + index)),
];

/** The embedded cloud and its API, after one run over a small export. */
export async function startEmbeddedApi() {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-api-'));
  const nothing = () => {};
  const definition = await readDefinition();
  const cloud = await startPlatform(dataDir, {
    definition,
    onEvent: nothing,
    onFunctionError: nothing,
    verbose: false,
  });
  const export_ = join(dataDir, 'orders.csv');
  await writeFile(export_, ordersCsv());
  await cloud.inbox.upload(export_, 'inbox/orders/orders.csv', 'text/csv');
  cloud.takeIn();
  await cloud.workflow.idle();
  await rm(export_);
  const { url, identity, close } = await openApi(cloud, 0);

  return {
    url,
    cloud,
    token: await identity.issue(scopes, '12 hours'),
    async close() {
      await cloud.workflow.idle();
      await close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Two years of orders: each customer buys less, and longer ago, than the one before. */
export const orders = customers.flatMap((customer_id, rank) =>
  Array.from({ length: 1 + Math.floor((customers.length - rank) / 4) }, (_, order) => ({
    order_id: `${rank}-${order}`,
    customer_id,
    ordered_at: new Date(Date.UTC(2026, 5, 30) - (rank * 5 + order * 29) * 86_400_000).toISOString().slice(0, 10),
    amount: (900 / (rank + 3) + 7 * order + 5).toFixed(2),
  })),
);

function ordersCsv(): string {
  const lines = orders.map(({ order_id, customer_id, ordered_at, amount }) =>
    [order_id, quoted(customer_id), ordered_at, amount].join(','),
  );
  return `${['order_id,customer_id,order_date,amount', ...lines].join('\n')}\n`;
}
