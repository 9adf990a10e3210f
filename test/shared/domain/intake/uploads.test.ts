import { describe, expect, it } from 'vitest';
import {
  createUploadId,
  datasetFromKey,
  inboxDigest,
  isWaiting,
  type LedgerEntry,
} from '../../../../shared/domain/intake/uploads.ts';

const MONDAY = '2026-08-03T09:00:00.000Z';
const TUESDAY = '2026-08-04T09:00:00.000Z';
const WEDNESDAY = '2026-08-05T09:00:00.000Z';

const uploaded = (etag: string, lastModified: string) => ({ key: 'inbox/orders.csv', etag, bytes: 10, lastModified });

function entry(etag: string, lastModified: string, status: LedgerEntry['status'] = 'taken-in'): LedgerEntry {
  const upload_id = createUploadId(uploaded(etag, lastModified));
  return {
    key: 'inbox/orders.csv',
    etag,
    upload_id,
    last_modified: lastModified,
    status,
    run_id: 'run',
    policy_hash: 'p1',
  };
}

describe('an upload', () => {
  it('is waiting when it is new', () => {
    expect(isWaiting(uploaded('A', MONDAY), [], 'p1')).toBe(true);
  });

  it('is not waiting when the same bytes are uploaded again', () => {
    expect(isWaiting(uploaded('A', TUESDAY), [entry('A', MONDAY)], 'p1')).toBe(false);
  });

  it('is not waiting under a new policy once it has been processed', () => {
    expect(isWaiting(uploaded('A', MONDAY), [entry('A', MONDAY)], 'p2')).toBe(false);
  });

  it('is waiting when different bytes are uploaded under its key', () => {
    expect(isWaiting(uploaded('B', TUESDAY), [entry('A', MONDAY)], 'p1')).toBe(true);
  });

  it('is waiting when its original bytes are uploaded again after others, whatever the order of the entries', () => {
    const entries = [entry('A', MONDAY), entry('B', TUESDAY)];
    expect(isWaiting(uploaded('A', WEDNESDAY), entries, 'p1')).toBe(true);
    expect(isWaiting(uploaded('A', WEDNESDAY), entries.toReversed(), 'p1')).toBe(true);
  });

  it('is not waiting when it was rejected and nothing has changed', () => {
    expect(isWaiting(uploaded('A', MONDAY), [entry('A', MONDAY, 'rejected')], 'p1')).toBe(false);
  });

  it('is waiting when it was rejected and uploaded again', () => {
    expect(isWaiting(uploaded('A', TUESDAY), [entry('A', MONDAY, 'rejected')], 'p1')).toBe(true);
  });

  it('is waiting when it was rejected and the policy has changed', () => {
    expect(isWaiting(uploaded('A', MONDAY), [entry('A', MONDAY, 'rejected')], 'p2')).toBe(true);
  });
});

describe('overrides', () => {
  const key = 'inbox/overrides/partners.csv';

  it('are waiting when the same bytes are uploaded again, because they may have been ended in between', () => {
    const processed = { ...entry('A', MONDAY), key };
    expect(isWaiting({ ...uploaded('A', TUESDAY), key }, [processed], 'p1')).toBe(true);
    expect(isWaiting({ ...uploaded('A', MONDAY), key }, [processed], 'p1')).toBe(false);
  });
});

it('creates upload ids that sort by arrival', () => {
  const ids = [WEDNESDAY, MONDAY, TUESDAY].map((lastModified) => createUploadId(uploaded('A', lastModified)));
  expect(ids[0]).toMatch(/^20260805T090000000Z-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
});

it('creates different ids for two uploads at the same instant', () => {
  expect(createUploadId(uploaded('A', MONDAY))).not.toBe(createUploadId(uploaded('B', MONDAY)));
});

it('determines the dataset from the folder only', () => {
  expect(datasetFromKey('inbox/customers/crm.csv')).toBe('customers');
  expect(datasetFromKey('inbox/misc/crm.csv')).toBeUndefined();
  expect(datasetFromKey('inbox/orders')).toBeUndefined();
});

it('computes the same digest of a set of uploads in any order', () => {
  const [one, two] = [uploaded('A', MONDAY), uploaded('B', TUESDAY)];
  expect(inboxDigest([one, two])).toBe(inboxDigest([two, one]));
  expect(inboxDigest([one])).not.toBe(inboxDigest([one, two]));
});

it('sorts uploads of one second by the dates and numbers in their names, and files of an archive by their places', () => {
  const named = (key: string, position?: number) =>
    createUploadId({
      ...uploaded('A', MONDAY),
      key,
      ...(position !== undefined && { entry: { path: key, bytes: 1, position } }),
    });

  expect(named('inbox/orders-09.csv') < named('inbox/orders-10.csv')).toBe(true);
  expect(named('inbox/orders 2024-05-31.csv') < named('inbox/orders 2024-06-30.csv')).toBe(true);
  expect(named('inbox/a.zip', 2) < named('inbox/a.zip', 10)).toBe(true);
  expect(named('inbox/orders-10.csv')).toMatch(/^20260803T090000000Z-[0-9a-f]{12}$/);
});
