import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { listen } from '../../local/api/service.ts';
import { objectLinks } from '../../local/platform/links.ts';
import { serveObject } from '../../local/platform/serve-object.ts';
import { sqliteTable } from '../../local/platform/table.ts';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import type { EventBus } from '../../shared/ports/events.ts';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';
import type { Table } from '../../shared/ports/table.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { createDataDirectory, type dataDirectory } from '../contract/data-directory.ts';
import { authorizedPorts } from '../permissions/authorized-ports.ts';
import { storedItems } from './stored-items.ts';
import { tablesOf } from './tables.ts';

export type Services = Awaited<ReturnType<typeof startServices>>;
// biome-ignore lint/suspicious/noExplicitAny: a test may look into any row
export type Row = Record<string, any>;

/** What the stages work with on one machine: two buckets, the table and DuckDB, empty. */
export const startServices = async () => servicesIn(await createDataDirectory());

/** As {@link startServices}, in a data directory that no other process uses. @param table default: the one of the data directory */
export async function servicesIn(data: ReturnType<typeof dataDirectory>, table?: Table) {
  const { database, bucket, close } = await data.open();
  const items = table ?? sqliteTable(database);
  const linkKey = randomBytes(32);
  const secret = async () => linkKey;
  const served = { objects: bucket, secret, onStored: () => {}, onError: () => {} };
  const api = await listen(createServer((request, response) => serveObject(request, response, served)));
  const links = (name: string) => objectLinks(name, { address: () => api.url, secret });

  return {
    inbox: bucket('inbox'),
    lake: bucket('lake'),
    links,
    ...tablesOf(items),
    as,
    everyItem: async () => storedItems(database),
    withDatabase: duckdb(512),
    reviewDay: 1,
    buckets: 1,
    data,
    /** Closes the services and keeps the data directory. */
    async detach() {
      await api.close();
      close();
    },
    async close() {
      await this.detach();
      await data.delete();
    },
  };
}

interface Ports {
  inbox: ObjectStore;
  lake: ObjectStore;
  links: (bucket: string) => ObjectLinks;
  items: Table;
  events: EventBus;
  machine: Workflow;
  idSecret: Secret;
}

/**
 * The services as a function has them on AWS: what its role does not allow is rejected with `AccessDenied`.
 * @param name folder of the function's code, such as `stages/publish`
 * @param more what the function has besides the services, or instead of them
 */
function as<Own extends Omit<Ports, 'events' | 'machine' | 'idSecret'>, More extends Partial<Ports> = object>(
  this: Own,
  name: string,
  more = {} as More,
): Own & More {
  const ports = authorizedPorts(name);
  const { inbox, lake, links, items, events, machine, idSecret }: typeof this & Partial<Ports> = { ...this, ...more };
  return {
    ...this,
    ...more,
    inbox: ports.objects('INBOX', inbox),
    lake: ports.objects('LAKE', lake),
    links: (bucket: string) => ports.links(bucket === 'inbox' ? 'INBOX' : 'LAKE', links(bucket)),
    ...tablesOf(ports.table(items)),
    ...(events && { events: ports.events(events) }),
    ...(machine && { machine: ports.workflow(machine) }),
    ...(idSecret && { idSecret: ports.secret(idSecret) }),
  };
}

/** Writes rows as a Parquet object. @param columns name → DuckDB type; what a row lacks is null */
export function putParquet(
  { lake, withDatabase }: Services,
  key: string,
  columns: Record<string, string>,
  rows: readonly object[],
): Promise<void> {
  return withDatabase(async (database) => {
    const file = `${database.directory}/rows.parquet`;
    await database.run(
      `copy (select unnest(from_json($rows, ${quotedString(JSON.stringify([columns]))}), max_depth := 2))
       to ${quotedString(file)} (format parquet)`,
      { rows: JSON.stringify(rows) },
    );
    await lake.upload(file, key, 'application/vnd.apache.parquet');
  });
}

/** The rows of a Parquet object. @param sql what to select of `it` */
export function readParquet({ lake, withDatabase }: Services, key: string, sql = 'from it'): Promise<Row[]> {
  return withDatabase(async (database) => {
    const file = `${database.directory}/rows.parquet`;
    await lake.download(key, file);
    await database.run('set preserve_insertion_order = true');
    await database.run(`create view it as from read_parquet(${quotedString(file)})`);
    const rows: Row[] = [];
    for await (const chunk of database.chunks(sql)) rows.push(...chunk);
    return rows;
  });
}

/** A run that works, as `open-run` leaves it. */
export const runningRun = (run_id: string, day: string) => ({
  run_id,
  status: 'running' as const,
  started_at: '2026-08-01T00:00:00.000Z',
  source: 'aws.s3',
  execution_arn: executionNamed('one').arn,
  policy_hash: 'policy',
  newest_order_on: day,
});

export const executionNamed = (name: string) => ({
  arn: `arn:aws:states:us-east-1:000000000000:execution:segmentation:${name}`,
  name,
  startedAt: '2026-08-31T20:00:00.000Z',
});
