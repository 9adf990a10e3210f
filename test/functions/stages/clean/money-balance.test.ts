import { copyFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { examine } from '../../../../functions/stages/clean/examine.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { InputError } from '../../../../shared/errors.ts';

const folder = join(import.meta.dirname, '../../../fixtures/exports');
const files = (await readdir(folder)).filter((name) => !/\.(json|py|md)$/.test(name) || name === 'orders.json');
const withDatabase = duckdb(200);

/** Reads an orders file as `clean` does; undefined for files of other datasets, and those that need a policy or are rejected. */
const examined = (name: string) =>
  withDatabase(async (database) => {
    const path = join(database.directory, 'upload');
    await copyFile(join(folder, name), path);
    const upload = { uploadId: 'one', key: `inbox/${basename(name)}`, policy: parsePolicy({}), today: '2026-08-01' };
    try {
      const { findings } = await examine(database, path, {
        ...upload,
        buckets: 3,
        idSecret: async () => Buffer.from('key'),
      });
      if (findings.dataset !== 'orders') return undefined;
      const [source] = await database.rows(
        // The hash reads every column, because a row is malformed if any of its cells is.
        `select coalesce(sum(abs(if(rate = 1, own_amount, converted_by(own_amount, rate, exact_below)))), 0)::double as amount
         from source where hash(source) is not null`,
        z.object({ amount: z.number() }),
      );
      return { money: findings.money, inFile: source?.amount };
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  });

it('accounts for all money in every export of orders', async () => {
  let orders = 0;
  for (const name of files) {
    const found = await examined(name);
    if (!found?.money) continue;
    orders += 1;
    const { read, without_amount, foreign, ...others } = found.money;
    expect(found.inFile, name).toBeCloseTo(read, 3);
    const sum = Object.values(others).reduce((total, amount) => total + amount, 0);
    expect(sum, name).toBeCloseTo(read, 3);
  }
  expect(orders).toBeGreaterThan(30);
}, 1_800_000);
