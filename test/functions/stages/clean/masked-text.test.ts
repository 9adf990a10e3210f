import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { maskedText } from '../../../../shared/domain/privacy/masked-text.ts';
import macrosSql from '../../../../shared/pipeline/clean-rows/macros.sql';

const written = fc.array(
  fc.oneof(
    fc.constantFrom(' ', ', ', '(', ')', '电话', 'call ', '.', '-', '+', '00', '@', 'x', '1', '\u3000', '\u00a0'),
    fc.constantFrom('wang@example.com', '13800138000', '138 0013 8000', '+86 138-0013-8000', '110101199003077774'),
    fc.constantFrom('0049 30 1234567', '11010119900307777X', 'order 4500012345', '2026-08-31', 'Wang@例子.公司'),
    fc.string({ maxLength: 6 }),
  ),
  { maxLength: 8 },
);
const texts = fc.sample(
  written.map((parts) => parts.join('').replaceAll('\0', '')),
  { numRuns: 3000, seed: 11 },
);

it('is masked in SQL exactly as by the pure function', async () => {
  const rows = await duckdb(256)(async (database) => {
    await database.run(macrosSql);
    return database.rows(
      `select masked(text) as text from (select unnest(from_json($texts, '["VARCHAR"]')) as text, unnest(range(${texts.length})) as place) order by place`,
      z.object({ text: z.string() }),
      { texts: JSON.stringify(texts) },
    );
  });

  expect(rows.map(({ text }) => text)).toEqual(texts.map(maskedText));
  expect(rows.filter(({ text }, index) => text !== texts[index]).length).toBeGreaterThan(1000);
});
