import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../local/platform/database.ts';
import { sqliteTable } from '../../local/platform/table.ts';
import { table } from '../../shared/adapters/aws/table.ts';
import { tableArn } from '../permissions/arns.ts';
import { provedPorts } from '../permissions/proved-ports.ts';
import { startDynalite } from './dynalite.ts';
import { createTable } from './dynamo-table.ts';
import { conditionOrderContract, tableContract } from './table.contract.ts';
import { tableAgreement } from './table-agreement.ts';

let folder: string;
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
const databases: DatabaseSync[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-contract-'));
  dynalite = await startDynalite();
});
afterAll(async () => {
  for (const database of databases) database.close();
  await dynalite.close();
  await rm(folder, { recursive: true });
});

async function newSqliteTable() {
  const database = openDatabase(join(folder, randomUUID()));
  databases.push(database);
  return sqliteTable(database);
}
tableContract('SQLite', newSqliteTable);
conditionOrderContract('SQLite', newSqliteTable);

async function newDynamoTable() {
  const [name, client] = [randomUUID(), dynalite.newClient()];
  await createTable(name, client);
  return provedPorts(tableArn(name), client).table(table(name, client));
}
tableContract('DynamoDB', newDynamoTable);
tableAgreement('DynamoDB', newDynamoTable);
