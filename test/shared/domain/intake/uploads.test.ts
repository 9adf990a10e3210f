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

const dropped = (etag: string, lastModified: string) => ({ key: 'inbox/orders.csv', etag, bytes: 10, lastModified });

function entry(etag: string, lastModified: string, status: LedgerEntry['status'] = 'taken-in'): LedgerEntry {
  const upload_id = createUploadId(dropped(etag, lastModified));
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
  it('waits when it is new', () => {
    expect(isWaiting(dropped('A', MONDAY), [], 'p1')).toBe(true);
  });

  it('does not wait when the same bytes are dropped again', () => {
    expect(isWaiting(dropped('A', TUESDAY), [entry('A', MONDAY)], 'p1')).toBe(false);
  });

  it('does not wait for a new policy once it is taken in', () => {
    expect(isWaiting(dropped('A', MONDAY), [entry('A', MONDAY)], 'p2')).toBe(false);
  });

  it('waits when other bytes are dropped under its name', () => {
    expect(isWaiting(dropped('B', TUESDAY), [entry('A', MONDAY)], 'p1')).toBe(true);
  });

  it('waits when its first bytes come back after others, in whatever order the entries are', () => {
    const entries = [entry('A', MONDAY), entry('B', TUESDAY)];
    expect(isWaiting(dropped('A', WEDNESDAY), entries, 'p1')).toBe(true);
    expect(isWaiting(dropped('A', WEDNESDAY), entries.toReversed(), 'p1')).toBe(true);
  });

  it('does not wait when it was rejected and nothing has changed', () => {
    expect(isWaiting(dropped('A', MONDAY), [entry('A', MONDAY, 'rejected')], 'p1')).toBe(false);
  });

  it('waits when it was rejected and dropped again', () => {
    expect(isWaiting(dropped('A', TUESDAY), [entry('A', MONDAY, 'rejected')], 'p1')).toBe(true);
  });

  it('waits when it was rejected and the policy has changed', () => {
    expect(isWaiting(dropped('A', MONDAY), [entry('A', MONDAY, 'rejected')], 'p2')).toBe(true);
  });
});

describe('overrides', () => {
  const key = 'inbox/overrides/partners.csv';

  it('wait when the same bytes are dropped again: what they say may have been ended meanwhile', () => {
    const taken = { ...entry('A', MONDAY), key };
    expect(isWaiting({ ...dropped('A', TUESDAY), key }, [taken], 'p1')).toBe(true);
    expect(isWaiting({ ...dropped('A', MONDAY), key }, [taken], 'p1')).toBe(false);
  });
});

it('names uploads so that they sort by arrival', () => {
  const ids = [WEDNESDAY, MONDAY, TUESDAY].map((lastModified) => createUploadId(dropped('A', lastModified)));
  expect(ids[0]).toMatch(/^20260805T090000000Z-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
});

it('names two uploads of one instant differently', () => {
  expect(createUploadId(dropped('A', MONDAY))).not.toBe(createUploadId(dropped('B', MONDAY)));
});

it('tells the dataset from the folder, and only from a folder', () => {
  expect(datasetFromKey('inbox/customers/crm.csv')).toBe('customers');
  expect(datasetFromKey('inbox/misc/crm.csv')).toBeUndefined();
  expect(datasetFromKey('inbox/orders')).toBeUndefined();
});

it('digests a set of uploads without regard to their order', () => {
  const [one, two] = [dropped('A', MONDAY), dropped('B', TUESDAY)];
  expect(inboxDigest([one, two])).toBe(inboxDigest([two, one]));
  expect(inboxDigest([one])).not.toBe(inboxDigest([one, two]));
});
