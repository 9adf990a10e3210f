import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectPath } from '../../../local/platform/object-path.ts';

const part = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    'a.csv',
    'A.CSV',
    'x.1T',
    'x.1t',
    '1T',
    '1t',
    '.',
    '..',
    '',
    '~',
    'é',
    'e\u0301',
    '.csv',
    'a.',
  ),
  fc.string({ unit: fc.constantFrom(...'aAzZ1tT.~=-_é '), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
);
const key = fc.array(part, { minLength: 1, maxLength: 600 }).map((parts) => parts.join('/'));
/** As a file system sees paths that ignores case and accents. */
const folded = (path: string) => path.normalize('NFC').toLowerCase();

describe('the path of an object', () => {
  it.each([
    'runs/20260801T093000000Z-7be2d41f/customers.csv',
    'clean/orders/bucket=003/upload=9f2c41d07be2a6c3/0.parquet',
    'runs/20260801T093000000Z-7be2d41f/published/bucket=003.parquet.json',
    'inbox/orders/2026-08_orders.csv.gz',
    'policy.json',
  ])('is its key: %s', (plain) => {
    expect(objectPath(plain)).toBe(plain);
  });

  it.each([
    ['inbox/Tea & Cups.CSV', /^inbox\/teacups~[0-9a-f]{32}\.csv$/],
    ['inbox/订单.xlsx', /^inbox\/~[0-9a-f]{32}\.xlsx$/],
    ['inbox/orders', /^inbox\/orders~[0-9a-f]{32}\.bin$/],
    ['v1.2/a.csv', /^v12~[0-9a-f]{32}\/a\.csv$/],
    ['../escape.csv', /^~[0-9a-f]{32}\/escape\.csv$/],
    ['A/'.repeat(512), /^~[0-9a-f]{32}\.bin$/],
  ])('keeps what is readable: %s', (unsafe, path) => {
    expect(objectPath(unsafe)).toMatch(path);
  });

  it('consists of names that every file system takes', () => {
    fc.assert(
      fc.property(key, (any) => {
        const path = objectPath(any);
        expect(path.length).toBeLessThanOrEqual(600);
        for (const name of path.split('/')) expect(name).toMatch(/^[a-z0-9=_~TZ-][a-z0-9=_.~TZ-]{0,199}$/);
      }),
    );
  });

  it('is shared with no other key, nor below the path of another, whatever the case', () => {
    const pair = fc.oneof(
      fc.tuple(key, key),
      fc.tuple(key, part).map(([one, more]) => [one, `${one}/${more}`] as const),
      fc.tuple(key, key).map(([one, other]) => [`${one}/a`, `${other}/a`] as const),
      key.map((one) => [one, one.toLowerCase()] as const),
      key.map((one) => [one, objectPath(one)] as const),
    );
    fc.assert(
      fc.property(pair, ([one, other]) => {
        fc.pre(one !== other);
        const [path, otherPath] = [folded(objectPath(one)), folded(objectPath(other))];
        expect(path).not.toBe(otherPath);
        expect(path.startsWith(`${otherPath}/`) || otherPath.startsWith(`${path}/`)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
