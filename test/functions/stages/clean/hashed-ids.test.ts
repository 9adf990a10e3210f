import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashedId } from '../../../../shared/domain/privacy/hashed-id.ts';
import { taken } from './clean-upload.ts';

const key = Buffer.from('a key of this test');
const hashed = { policy: { privacy: { customerIds: 'hashed' } } };

const letters = [...'ABCXYZabcxyzÄÖÜäöüßÉéÑñŁłŞşİıΣσςΩωЖжЯяǅ', ...'张伟客户上海中文山田太郎김'];
const others = [...'00123456789-_./@+# ', '\u00a0', '\u200b', '\u200e', '\ufeff', '\t', '😀'];
const anyId = fc.string({ unit: fc.constantFrom(...letters, ...others), minLength: 1, maxLength: 40 });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

it('SQL and the API hash 2,000 ids identically: Chinese, capitals, spaces, emoji', async () => {
  // The prefix prevents ids that are missing-value words or numbers as spreadsheets write them.
  const ids = fc.sample(anyId, { numRuns: 2000, seed: 3 }).map((id) => ` \u3000\u200bKd${id}\u3000\t`);
  const lines = ids.map((id, index) => `${quoted(id)},2026-07-01,5,o${index}`);

  const { rows } = await taken(`customer_id,date,amount,order_id\n${lines.join('\n')}\n`, hashed);

  const stored = new Map(rows.map(({ order_id, customer_id }) => [order_id, customer_id]));
  expect(ids.map((_, index) => stored.get(`o${index}`))).toEqual(ids.map((id) => hashedId(key, id)));
});
