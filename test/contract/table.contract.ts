import { describe, expect, it } from 'vitest';
import {
  absent,
  allOf,
  anyOf,
  atMost,
  type Condition,
  different,
  equal,
  less,
  missing,
} from '../../shared/ports/condition.ts';
import {
  ConditionError,
  type Item,
  ItemError,
  type Key,
  type Range,
  type Table,
  type Write,
} from '../../shared/ports/table.ts';

const key = (sk: string, pk = 'P'): Key => ({ pk, sk });

export async function* each<Member>(members: Iterable<Member>) {
  yield* members;
}

const putAll = (table: Table, items: Iterable<Item & Key>) =>
  table.writeAll(each([...items].map((put): Write => ({ put }))));

/**
 * What every table promises.
 * @param newTable makes an empty table
 */
export function tableContract(name: string, newTable: () => Promise<Table>): void {
  describe(`the table on ${name}`, () => {
    values(newTable);
    conditions(newTable);
    changes(newTable);
    ranges(newTable);
    batches(newTable);
    limits(newTable);
  });
}

/**
 * The order of texts in conditions. Not part of the suite, because dynalite compares them by their UTF-16 code units.
 * @param newTable makes an empty table
 */
export function conditionOrderContract(name: string, newTable: NewTable): void {
  it(`the table on ${name} compares texts by their UTF-8 bytes`, async () => {
    const table = await newTable();
    await table.put({ ...key('1'), text: '\uffff' });

    expect(await table.update(key('1'), { set: { a: 1 } }, less('text', '\u{10000}'))).toBe(true);
    expect(await table.update(key('1'), { set: { a: 1 } }, less('text', '\ud7ff'))).toBe(false);
    expect(await table.update(key('1'), { set: { a: 1 } }, atMost('text', '\uffff'))).toBe(true);
  });
}

type NewTable = () => Promise<Table>;

function values(newTable: NewTable): void {
  it('returns items as they were written', async () => {
    const table = await newTable();
    const item = {
      ...key('1'),
      texts: ['', ' ', 'ä', '顾客', '👩‍👩‍👧', '\u0000', '\ud7ff\ue000\uffff\u{10000}', '"\\\n'],
      numbers: [0, -1, 0.1, 1 / 3, 12_345_678_901_234_568, 1.2345e30, -9_007_199_254_740_994, 1e-7, 5e-130, 9.9e125],
      flags: [true, false, null],
      empty: { list: [], object: {}, text: '' },
      nested: { 'a.b': [{ '#c': [{ ':d': 'size' }] }], constructor: 1 },
      name: 'a reserved word',
      constructor: 'a field like any other',
    };
    await table.put(item);

    expect(await table.get(key('1'))).toEqual(item);
    expect(await table.getAll([key('1')])).toEqual([item]);
    expect(await table.query({ partition: 'P' })).toEqual([item]);
  });

  it('leaves out undefined values, and knows no negative zero', async () => {
    const table = await newTable();
    const fields = { gone: undefined, nested: { gone: undefined, kept: null }, list: [1, undefined, 2], zero: -0 };
    await table.put({ ...key('1'), ...fields });

    expect(await table.get(key('1'))).toStrictEqual({
      ...key('1'),
      nested: { kept: null },
      list: [1, 2],
      zero: 0,
    });
  });

  it('replaces halves of characters in keys and texts', async () => {
    const table = await newTable();
    await table.put({ ...key('\ud83d'), text: 'a\ude00' });

    expect(await table.get(key('\ud83d'))).toEqual({ ...key('\ufffd'), text: 'a\ufffd' });
    expect(await table.query({ partition: 'P', sortKeys: { between: ['\ud83d', '\ud83d'] } })).toHaveLength(1);
  });

  it('finds nothing where nothing is', async () => {
    const table = await newTable();

    expect(await table.get(key('1'))).toBeUndefined();
    expect(await table.getAll([key('1'), key('2')])).toEqual([]);
    expect(await table.getAll([])).toEqual([]);
    expect(await table.query({ partition: 'P' })).toEqual([]);
    expect(await table.hasItems('P')).toBe(false);
    expect(await table.remove(key('1'))).toBe(true);
  });

  it('replaces an item as a whole, and keeps items of other keys', async () => {
    const table = await newTable();
    await table.put({ ...key('1'), old: 1 });
    await table.put({ ...key('2'), old: 2 });
    await table.put({ ...key('1', 'Q'), old: 3 });
    await table.put({ ...key('1'), new: 1 });
    await table.remove(key('2'));

    expect(await table.query({ partition: 'P' })).toEqual([{ ...key('1'), new: 1 }]);
    expect([await table.hasItems('P'), await table.hasItems('Q')]).toEqual([true, true]);
  });
}

function conditions(newTable: NewTable): void {
  const stored = { ...key('1'), text: 'b', flag: false, nothing: null, number: 1 };

  it.each<[string, Condition, whenStored: boolean, whenAbsent: boolean]>([
    ['absent', absent, false, true],
    ['missing, of a field', missing('text'), false, true],
    ['missing, of another field', missing('other'), true, true],
    ['missing, of a null', missing('nothing'), false, true],
    ['missing, of a name that objects inherit', missing('constructor'), true, true],
    ['equal', equal('text', 'b'), true, false],
    ['equal, to another text', equal('text', 'a'), false, false],
    ['equal, to a flag', equal('flag', false), true, false],
    ['equal, to text that looks alike', equal('flag', 'false'), false, false],
    ['equal, of a field that is not there', equal('other', 'b'), false, false],
    ['different', different('text', 'a'), true, false],
    ['different, from the same', different('text', 'b'), false, false],
    ['different, from a value of another kind', different('number', '1'), true, false],
    ['different, of a null', different('nothing', 'a'), true, false],
    ['different, of a field that is not there', different('other', 'b'), false, false],
    ['less', less('text', 'c'), true, false],
    ['less, than the same', less('text', 'b'), false, false],
    ['less, of a number', less('number', '2'), false, false],
    ['less, of a field that is not there', less('other', 'c'), false, false],
    ['at most the same', atMost('text', 'b'), true, false],
    ['at most less', atMost('text', 'a'), false, false],
    ['at most, in another case', atMost('text', 'B'), false, false],
    ['any', anyOf(equal('text', 'a'), equal('flag', false)), true, false],
    ['any, of none that holds', anyOf(equal('text', 'a'), equal('flag', true)), false, false],
    ['all', allOf(equal('text', 'b'), different('flag', true)), true, false],
    ['all, but one', allOf(equal('text', 'b'), equal('flag', true)), false, false],
    ['one of one', anyOf(allOf(anyOf(equal('text', 'b')))), true, false],
    ['any in all', allOf(anyOf(equal('text', 'a'), equal('text', 'b')), anyOf(absent, missing('other'))), true, false],
    ['all in any', anyOf(allOf(equal('text', 'b'), equal('flag', true)), absent), false, true],
  ])('writes when the condition holds: %s', async (_, condition, whenStored, whenAbsent) => {
    const table = await newTable();
    await table.put(stored);

    expect(await table.put({ ...key('2'), written: true }, condition)).toBe(whenAbsent);
    expect(await table.get(key('2'))).toEqual(whenAbsent ? { ...key('2'), written: true } : undefined);
    expect(await table.update(key('1'), { set: { written: true } }, condition)).toBe(whenStored);
    expect(await table.get(key('1'))).toEqual(whenStored ? { ...stored, written: true } : stored);
    expect(await table.remove(key('3'), condition)).toBe(whenAbsent);
    await table.put(stored);
    expect(await table.remove(key('1'), condition)).toBe(whenStored);
    expect(await table.get(key('1'))).toEqual(whenStored ? undefined : stored);
  });

  it('lets exactly one of many simultaneous writers win', async () => {
    const table = await newTable();
    const writers = Array.from({ length: 20 }, (_, writer) => writer);
    const won = await Promise.all(writers.map((writer) => table.put({ ...key('LOCK'), writer }, absent)));

    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await table.get(key('LOCK'))).toEqual({ ...key('LOCK'), writer: won.indexOf(true) });
  });

  it('loses none of many simultaneous changes', async () => {
    const table = await newTable();
    const members = Array.from({ length: 20 }, (_, member) => String(member));
    await Promise.all(members.map((member) => table.update(key('1'), { add: { members: member } })));

    expect(await table.get(key('1'))).toEqual({ ...key('1'), members: members.toSorted() });
  });
}

function changes(newTable: NewTable): void {
  it('creates an item that it changes', async () => {
    const table = await newTable();
    await table.update(key('1'), { set: { a: 1, gone: undefined }, remove: ['b'], add: { c: 'x' } });
    await table.update(key('2'), {});
    await table.update(key('3'), { set: { gone: undefined } });

    expect(await table.query({ partition: 'P' })).toEqual([{ ...key('1'), a: 1, c: ['x'] }, key('2'), key('3')]);
  });

  it('changes some fields and keeps the others', async () => {
    const table = await newTable();
    await table.put({ ...key('1'), kept: [1], set: 'old', removed: true });
    await table.update(key('1'), { set: { set: { new: null }, 'with.dot': 1 }, remove: ['removed', 'never'] });

    expect(await table.get(key('1'))).toEqual({ ...key('1'), kept: [1], set: { new: null }, 'with.dot': 1 });
  });

  it('keeps a set without repetitions, in order', async () => {
    const table = await newTable();
    for (const text of ['b', 'a', '\u{10000}', 'b', '\uffff']) await table.update(key('1'), { add: { names: text } });

    const item = { ...key('1'), names: ['a', 'b', '\uffff', '\u{10000}'] };
    expect(await table.get(key('1'))).toEqual(item);
    expect(await table.getAll([key('1')])).toEqual([item]);
    expect(await table.query({ partition: 'P' })).toEqual([item]);
  });

  it('starts a set anew after it was removed or replaced', async () => {
    const table = await newTable();
    await table.update(key('1'), { add: { names: 'a', others: 'a' } });
    await table.update(key('1'), { remove: ['names'], set: { others: ['a'] } });
    await table.update(key('1'), { add: { names: 'b' } });

    expect(await table.get(key('1'))).toEqual({ ...key('1'), names: ['b'], others: ['a'] });
    await expect(table.update(key('1'), { add: { others: 'b' } })).rejects.toThrow(
      new ItemError('A field to add to is not a set'),
    );
  });

  it('knows a list that was put from a set', async () => {
    const table = await newTable();
    await table.update(key('1'), { add: { names: 'a' } });
    await table.put({ ...key('1'), names: ['a'] });

    await expect(table.update(key('1'), { add: { names: 'b' } })).rejects.toThrow(ItemError);
    expect(await table.get(key('1'))).toEqual({ ...key('1'), names: ['a'] });
  });
}

function ranges(newTable: NewTable): void {
  // In the order of their UTF-8 bytes, in which surrogate pairs come last.
  const sortKeys = [
    '\u0000',
    ' ',
    '0',
    '00',
    'A',
    'a',
    'a\u0000',
    'ab',
    'b',
    'ä',
    '顾',
    '\ue000',
    '\uffff',
    '\u{1f600}',
  ];
  const skOf = (items: readonly Item[]) => items.map(({ sk }) => sk);

  it('orders a partition by the UTF-8 bytes of the sort keys', async () => {
    const table = await newTable();
    await putAll(
      table,
      sortKeys.toReversed().map((sk) => key(sk)),
    );
    await table.put(key('a', 'P2'));

    expect(skOf(await table.query({ partition: 'P' }))).toEqual(sortKeys);
    expect(skOf(await table.query({ partition: 'P', descending: true }))).toEqual(sortKeys.toReversed());
  });

  it.each<[string, Omit<Range, 'partition'>, string[]]>([
    ['a limit', { limit: 3 }, sortKeys.slice(0, 3)],
    ['a limit from the end', { limit: 2, descending: true }, ['\u{1f600}', '\uffff']],
    ['a limit beyond the end', { limit: 100 }, sortKeys],
    ['all before a key', { sortKeys: { before: 'A' } }, ['\u0000', ' ', '0', '00']],
    ['all before a key that is not there', { sortKeys: { before: 'aa' } }, sortKeys.slice(0, 7)],
    ['the last before a key', { sortKeys: { before: 'b' }, limit: 2, descending: true }, ['ab', 'a\u0000']],
    ['nothing before the first key', { sortKeys: { before: '\u0000' } }, []],
    ['both ends of a range', { sortKeys: { between: ['A', 'ab'] } }, ['A', 'a', 'a\u0000', 'ab']],
    ['a range whose ends are not there', { sortKeys: { between: ['1', 'aa'] } }, ['A', 'a', 'a\u0000']],
    ['the end of a range', { sortKeys: { between: ['A', 'ab'] }, descending: true, limit: 1 }, ['ab']],
    ['a range of one', { sortKeys: { between: ['ä', 'ä'] } }, ['ä']],
    ['nothing in a range that ends before it begins', { sortKeys: { between: ['b', 'A'] } }, []],
  ])('finds %s', async (_, range, expected) => {
    const table = await newTable();
    await putAll(
      table,
      sortKeys.map((sk) => key(sk)),
    );

    expect(skOf(await table.query({ partition: 'P', ...range }))).toEqual(expected);
  });

  it('returns a range of more than one page', async () => {
    const table = await newTable();
    const items = Array.from({ length: 40 }, (_, n) => ({
      ...key(String(n).padStart(2, '0')),
      text: 'x'.repeat(100_000),
    }));
    await putAll(table, items);

    expect(await table.query({ partition: 'P' })).toEqual(items);
    expect(skOf(await table.query({ partition: 'P', limit: 35, descending: true }))).toEqual(
      skOf(items.toReversed().slice(0, 35)),
    );
    expect(await table.getAll(items.toReversed())).toHaveLength(40);
  });

  it('lists items in an index while they have both of its fields', async () => {
    const table = await newTable();
    const listed = (n: number, list_sk: string) => ({ ...key(String(n)), list_pk: 'L', list_sk });
    await putAll(table, [listed(1, 'a'), listed(2, '\u{1f600}'), listed(3, '\uffff'), listed(4, 'b'), key('5')]);
    await table.put({ ...key('6'), list_pk: 'L' });
    await table.put({ ...key('7'), list_sk: 'a' });
    await table.put({ ...key('8'), list_pk: 'M', list_sk: 'a', leave_pk: 'L', leave_sk: 'z', more: 1 });
    const query = (range: Omit<Range, 'partition'> = {}) => table.query({ partition: 'L', index: 'listing', ...range });

    // An index shows a write after a moment.
    const inOrder = [listed(1, 'a'), listed(4, 'b'), listed(3, '\uffff'), listed(2, '\u{1f600}')];
    await expect.poll(() => query()).toEqual(inOrder);
    expect(skOf(await query({ descending: true, limit: 2 }))).toEqual(['2', '3']);
    expect(skOf(await query({ descending: true, sortKeys: { before: 'b' } }))).toEqual(['1']);
    expect(skOf(await query({ sortKeys: { between: ['b', '\uffff'] } }))).toEqual(['4', '3']);
    const leaving = { ...key('8'), leave_pk: 'L', leave_sk: 'z' };
    await expect.poll(() => table.query({ partition: 'L', index: 'leaving' })).toEqual([leaving]);

    await table.update(key('1'), { set: { list_sk: 'c' } });
    await table.update(key('2'), { remove: ['list_pk'] });
    await table.put(key('3'));
    await table.update(key('6'), { set: { list_sk: 'd' } });
    await table.remove(key('4'));
    await expect.poll(async () => skOf(await query())).toEqual(['1', '6']);
    expect(await table.get(key('2'))).toEqual({ ...key('2'), list_sk: '\u{1f600}' });
  });

  it('lists several items in one place of an index', async () => {
    const table = await newTable();
    await putAll(
      table,
      ['1', '2', '3'].map((sk) => ({ ...key(sk), list_pk: 'L', list_sk: 'same' })),
    );

    const place: Range = { partition: 'L', index: 'listing', sortKeys: { between: ['same', 'same'] } };
    await expect.poll(async () => new Set(skOf(await table.query(place)))).toEqual(new Set(['1', '2', '3']));
  });
}

function batches(newTable: NewTable): void {
  it('writes and deletes any number of items', async () => {
    const table = await newTable();
    const keys = Array.from({ length: 1234 }, (_, n) => key(String(n), `P${n % 7}`));
    expect(await putAll(table, keys)).toBe(1234);
    expect(await table.getAll(keys)).toHaveLength(1234);

    const [kept, ...removed] = keys;
    expect(await table.writeAll(each([...removed, key('unknown')].map((remove) => ({ remove }))))).toBe(1234);
    expect(await table.getAll(keys)).toEqual([kept]);
    expect(await table.writeAll(each([]))).toBe(0);
  });

  it('writes and deletes those of many items whose conditions hold', async () => {
    const table = await newTable();
    await putAll(table, [
      { ...key('1'), by: 'A' },
      { ...key('2'), by: 'A' },
    ]);
    const notNewer = anyOf(absent, atMost('by', 'B'));
    const writes: Write[] = [
      { put: { ...key('1'), by: 'B' }, when: notNewer },
      { remove: key('2'), when: notNewer },
      { put: { ...key('3'), by: 'B' }, when: notNewer },
      { put: { ...key('4'), by: 'B' } },
    ];

    expect(await table.writeAll(each(writes))).toBe(4);
    expect(await table.query({ partition: 'P' })).toEqual(['1', '3', '4'].map((sk) => ({ ...key(sk), by: 'B' })));
  });

  it.each<[string, Write]>([
    ['put', { put: { ...key('1'), by: 'A' }, when: atMost('by', 'A') }],
    ['deletion', { remove: key('1'), when: less('by', 'B') }],
  ])('refuses many writes with a %s whose condition does not hold', async (_, write) => {
    const table = await newTable();
    await table.put({ ...key('1'), by: 'B' });

    await expect(table.writeAll(each([write]))).rejects.toThrow(ConditionError);
    expect(await table.get(key('1'))).toEqual({ ...key('1'), by: 'B' });
  });

  it('reads a key that is asked twice once', async () => {
    const table = await newTable();
    await table.put(key('1'));

    expect(await table.getAll([key('1'), key('2'), key('1')])).toEqual([key('1')]);
    // Two keys that look alike when they are written one after the other.
    await table.put(key('bc', 'a'));
    await table.put(key('c', 'ab'));
    expect(await table.getAll([key('bc', 'a'), key('c', 'ab')])).toHaveLength(2);
  });

  it('refuses two writes of one item', async () => {
    const table = await newTable();

    await expect(table.writeAll(each<Write>([{ put: key('1') }, { remove: key('1') }]))).rejects.toThrow(
      new ItemError('Two writes of a batch have the same key'),
    );
  });

  it('passes on the error of what it writes', async () => {
    const table = await newTable();
    async function* failing(): AsyncGenerator<Write> {
      for (let n = 0; n < 60; n++) yield { put: key(String(n)) };
      throw new Error('No more');
    }

    await expect(table.writeAll(failing())).rejects.toThrow('No more');
  });

  it('works on while a batch is collected', async () => {
    const table = await newTable();
    async function* reading(): AsyncGenerator<Write> {
      for (let n = 0; n < 30; n++) {
        await table.put({ ...key('other', 'Q'), n });
        yield { put: key(String(n)) };
      }
    }

    expect(await table.writeAll(reading())).toBe(30);
    expect(await table.get(key('other', 'Q'))).toMatchObject({ n: 29 });
  });
}

function limits(newTable: NewTable): void {
  // 'ä' has two bytes.
  const [longestPk, longestSk] = ['ä'.repeat(1024), 'ä'.repeat(512)];
  /** An item of so many bytes, as DynamoDB counts them. */
  const ofBytes = (bytes: number) => ({ ...key('1'), text: 'x'.repeat(bytes - 'pkPsk1text'.length) });
  const LARGEST = 400 * 1024;
  const levels = (count: number): unknown =>
    count === 0 ? 1 : count % 2 ? [levels(count - 1)] : { a: levels(count - 1) };

  it('accepts what is just within its limits', async () => {
    const table = await newTable();
    const items = [
      { pk: longestPk, sk: longestSk, list_pk: longestPk, list_sk: longestSk },
      ofBytes(LARGEST),
      { ...key('2'), deep: levels(31) },
    ];
    await putAll(table, items);
    await table.update(key('3'), { set: { ...ofBytes(LARGEST), pk: undefined, sk: undefined } });

    for (const item of items) expect(await table.get(item)).toEqual(item);
    const place: Range = { partition: longestPk, index: 'listing', sortKeys: { between: [longestSk, longestSk] } };
    await expect.poll(() => table.query(place)).toHaveLength(1);
  });

  const item = (fields: object) => ({ ...key('1'), ...fields }) as Item & Key;
  it.each<[string, Item & Key, string]>([
    ['an empty partition key', key('1', ''), 'The key pk is not a text of at least a byte'],
    ['an empty sort key', key(''), 'The key sk is not a text of at least a byte'],
    ['a key that is no text', item({ sk: 1 }), 'The key sk is not a text of at least a byte'],
    ['an empty key of an index', item({ list_sk: '' }), 'The key list_sk is not a text of at least a byte'],
    ['a key of an index that is null', item({ leave_pk: null }), 'The key leave_pk is not a text of at least a byte'],
    ['a long partition key', key('1', `${longestPk}a`), 'The key pk takes more than 2048 bytes'],
    ['a long sort key', key(`${longestSk}a`), 'The key sk takes more than 1024 bytes'],
    ['a long key of an index', item({ list_sk: `${longestSk}a` }), 'The key list_sk takes more than 1024 bytes'],
    ['a large item', ofBytes(LARGEST + 1), 'The item takes more than 400 KB'],
    ['a deep item', item({ deep: levels(32) }), 'The field deep has more than 32 levels'],
    ['a number that is none', item({ n: [Number.NaN] }), 'The field n has a number that is not finite or too large'],
    ['an infinite number', item({ n: { n: -Infinity } }), 'The field n has a number that is not finite or too large'],
    ['a large number', item({ n: 1e126 }), 'The field n has a number that is not finite or too large'],
    ['a number close to zero', item({ n: -1e-131 }), 'The field n has a number too close to zero'],
    ['a date', item({ d: new Date(0) }), 'The field d has a value that is not JSON'],
    ['a whole number of any size', item({ d: [1n] }), 'The field d has a value that is not JSON'],
    ['bytes', item({ d: Buffer.from('a') }), 'The field d has a value that is not JSON'],
    ['a set', item({ d: new Set(['a']) }), 'The field d has a value that is not JSON'],
    ['a function', item({ d: () => 1 }), 'The field d has a value that is not JSON'],
    ['a field without a name', item({ '': 1 }), 'A field has no name'],
    ['the name of prototypes', item(JSON.parse('{"a":{"__proto__":1}}')), 'A field is called __proto__'],
  ])('refuses %s', async (_, refused, message) => {
    const table = await newTable();
    const error = new ItemError(message);

    await expect(table.put(refused)).rejects.toThrow(error);
    await expect(table.put(refused, absent)).rejects.toThrow(error);
    await expect(table.writeAll(each<Write>([{ put: refused }]))).rejects.toThrow(error);
    const { pk, sk, ...set } = refused;
    await expect(table.update({ pk, sk }, { set })).rejects.toThrow(error);
    expect(await table.query({ partition: 'P' })).toEqual([]);
  });

  it('counts the bytes of an item, not its characters', async () => {
    const table = await newTable();
    const large = { ...key('1'), text: 'ä'.repeat(LARGEST / 2) };

    await expect(table.put(large)).rejects.toThrow('The item takes more than 400 KB');
    await expect(table.writeAll(each([{ put: large }]))).rejects.toThrow('The item takes more than 400 KB');
  });

  it('refuses keys that no item can have', async () => {
    const table = await newTable();
    const long = `${longestSk}a`;
    const refused = [
      table.get(key('')),
      table.getAll([key('1'), key(long)]),
      table.remove(key(long)),
      table.writeAll(each<Write>([{ remove: key('') }])),
      table.hasItems(''),
      table.query({ partition: `${longestPk}a` }),
      table.query({ partition: 'P', sortKeys: { before: '' } }),
      table.query({ partition: 'P', index: 'leaving', sortKeys: { between: ['a', long] } }),
    ];

    for (const request of refused) await expect(request).rejects.toThrow(ItemError);
  });

  it('refuses a change that makes an item too large, and one of a key, and keeps the item', async () => {
    const table = await newTable();
    const stored = ofBytes(LARGEST);
    await table.put(stored);

    await expect(table.update(key('1'), { set: { more: 1 } })).rejects.toThrow(
      new ItemError('The item takes more than 400 KB'),
    );
    await expect(table.update(key('1'), { set: { sk: '2' } })).rejects.toThrow('A change cannot change the key');
    await expect(table.update(key('1'), { remove: ['pk'] })).rejects.toThrow('A change cannot change the key');
    await expect(table.update(key('1'), { set: { a: 1 }, remove: ['a'] })).rejects.toThrow(
      'A change has a field twice',
    );
    await expect(table.update(key('1'), { add: { list_sk: 'a' } })).rejects.toThrow(ItemError);
    await expect(table.update(key('1'), { add: { names: '' } })).rejects.toThrow(ItemError);
    expect(await table.get(key('1'))).toEqual(stored);
  });
}
