import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { inlineValues } from '../../shared/adapters/duckdb/inlined-values.ts';

it('writes values as literals of their types', () => {
  const sql = 'select $text, $whole, $large, $part, $yes, $nothing, $texts, $none';
  const values = {
    text: "it's",
    whole: -5,
    large: 2 ** 31,
    part: 0.5,
    yes: true,
    nothing: null,
    texts: ['a'],
    none: [],
  };

  expect(inlineValues(sql, values)).toBe(
    `select cast('it''s' as varchar), cast('-5' as integer), cast('2147483648' as bigint), cast('0.5' as double), true, null, cast(['a'] as varchar[]), cast([] as varchar[])`,
  );
});

it('does not replace parameters in strings, identifiers and comments', () => {
  const sql = `-- one's $a\nselect 'it''s $a', "a ""$a""" /* $a's */ from t where b = $a`;

  expect(inlineValues(sql, { a: '$a' })).toBe(sql.replace(/\$a$/, "cast('$a' as varchar)"));
});

it('rejects a parameter without a value, and a value without a parameter', () => {
  expect(() => inlineValues('select $a')).toThrow('The parameter $a has no value');
  expect(() => inlineValues('select $toString', {})).toThrow('The parameter $toString has no value');
  expect(() => inlineValues("select '$a', $b", { a: 1, b: 2 })).toThrow('The statement has no parameter a');
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom("'", '"', '\\', '\0', '$a', '--', '/*', ';', '\n', '顾')).map((parts) => parts.join('')),
);

const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.integer()).map((value) => value + 0);

it('preserves every value', async () => {
  const row = z.object({ text: z.string(), texts: z.array(z.string()), number: z.string() });
  await duckdb(200)((database) =>
    fc.assert(
      fc.asyncProperty(text, fc.array(text), number, async (one, many, value) => {
        const sql = 'select $one as text, $many[1:] as texts, $value::double::varchar as number';
        const [found] = await database.rows(sql, row, { one, many, value });
        expect({ ...found, number: Number(found?.number.replace('inf', 'Infinity')) }).toEqual({
          text: one,
          texts: many,
          number: value,
        });
      }),
    ),
  );
});

it.each([
  { value: 1, type: 'INTEGER' },
  { value: -(2 ** 31), type: 'INTEGER' },
  { value: 2 ** 31, type: 'BIGINT' },
  { value: 2 ** 53, type: 'DOUBLE' },
  { value: 0.5, type: 'DOUBLE' },
  { value: '1', type: 'VARCHAR' },
  { value: [], type: 'VARCHAR[]' },
  { value: true, type: 'BOOLEAN' },
])('writes $value as $type', async ({ value, type }) => {
  const rows = await duckdb(200)((database) =>
    database.rows('select typeof($value) as type', z.object({ type: z.string() }), { value }),
  );
  expect(rows).toEqual([{ type }]);
});
