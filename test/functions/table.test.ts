import { expect, it } from 'vitest';
import { readAll, writeAll } from '../../shared/adapters/aws/table.ts';
import { startServices } from './services.ts';

it('stores numbers of any size as doubles', async () => {
  const { items, close } = await startServices();
  try {
    const item = {
      ...{ pk: 'RUN#1', sk: 'RUN' },
      summary: { monetary_total: 12_345_678_901_234_568, clv: 1.2345e30, least: -9_007_199_254_740_994, small: 1e-7 },
    };
    await writeAll(
      items,
      (async function* () {
        yield { put: item };
      })(),
    );

    expect(await readAll(items, [{ pk: 'RUN#1', sk: 'RUN' }])).toEqual([item]);
  } finally {
    await close();
  }
});
