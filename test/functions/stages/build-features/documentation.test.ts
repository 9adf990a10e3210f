import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { readParquet, type Services, startServices } from '../../services.ts';
import { cleanRows, RUN } from './clean-rows.ts';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

it('describes every feature in docs/features.md, and no other', async () => {
  const page = readFileSync(new URL('../../../../docs/features.md', import.meta.url), 'utf8');
  const cells = page.split('\n').filter((row) => row.startsWith('| `'));
  const described = cells.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));

  await cleanRows(services).build();
  const columns = await readParquet(services, runFiles.features(RUN, 0), 'select column_name from (describe it)');
  expect(described.toSorted()).toEqual(columns.map(({ column_name }) => column_name).toSorted());
});
