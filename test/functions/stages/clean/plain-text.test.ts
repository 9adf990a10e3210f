import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { missingWords } from '../../../../shared/domain/intake/vocabulary/missing-words.ts';
import { macrosSql } from '../../../../shared/pipeline/clean-rows/macros.ts';

const withDatabase = duckdb(100);
const read = z.object({ text: z.string(), is_plain: z.boolean(), general: z.string().nullable() });
/** Edge cases of the shortcut: missing-value words, spaces, spreadsheet prefixes, full-width characters. */
const cell = fc.oneof(
  fc.constantFrom(...missingWords, ...missingWords.map((word) => word.toUpperCase())),
  fc.string({ unit: fc.constantFrom(...' nN0aZ9-.=\'"@[_{~/　１无\u00a0') }),
  fc.string({ unit: 'grapheme' }),
);

it('recognises as plain only text that the general rules leave unchanged', async () => {
  const cells = [...new Set(fc.sample(cell, 5000))];
  const rows = await withDatabase(async (database) => {
    await database.run('set variable missing_words = $words', { words: missingWords });
    await database.run(macrosSql);
    return database.rows(
      `select text, is_plain(text) as is_plain,
         non_missing(if(strlen(text) = length(text) and not starts_with(text, '=') and not starts_with(text, ''''), text,
           regexp_replace(half_width(trim(text)), '^(="\\s*(|[^=''\\s].*)"|''\\s*(|[^=''\\s+@-].*))$', '\\2\\3'))) as general
       from (select unnest($cells::varchar[]) as text)`,
      read,
      { cells },
    );
  });
  const plain = rows.filter(({ is_plain }) => is_plain);
  expect(plain.length).toBeGreaterThan(100);
  expect(plain.map(({ general }) => general)).toEqual(plain.map(({ text }) => text));
});
