import { describe, expect, it } from 'vitest';
import { identifiersOf, type Person, person } from '../../../local/planted.ts';
import { cleanUpload } from './clean-upload.ts';

const people = Array.from({ length: 20 }, (_, index) => person(index));
const identifiers = people.flatMap(identifiersOf);
const hashed = { privacy: { customerIds: 'hashed' } };

type Cells = (person: Person, index: number) => readonly (string | number)[];
const file = (header: string, cells: Cells, rows = people.length) =>
  `${[header, ...people.slice(0, rows).map((person, index) => cells(person, index).join(','))].join('\n')}\n`;

/** The given texts that appear in the lake, the quarantine or the report of an upload. */
async function readable(dataset: string, content: string, sought = identifiers, policy: object = {}) {
  const { rows, quarantine, report } = await cleanUpload(content, { key: `inbox/${dataset}/export`, policy });
  const written = JSON.stringify(rows) + quarantine + JSON.stringify(report);
  return sought.filter((text) => written.includes(text));
}

const customers = (header: string, cells: Cells, rows?: number) =>
  file(`customer_id,${header}`, (person, index) => [person.id, ...cells(person, index)], rows);
const orders = (header: string, cells: Cells) =>
  file(`order_id,customer_id,date,amount${header}`, ({ number, ...person }, index) => [
    number,
    ...cells({ number, ...person }, index),
  ]);

describe('a column is dropped', () => {
  it.each<[string, Cells]>([
    ['of e-mails', ({ email }) => [email]],
    ['of mobile numbers', ({ mobile }) => [mobile]],
    ['of international numbers', ({ phone }) => [phone]],
    ['of identity cards', ({ idCard }) => [idCard]],
    ['of bank cards', ({ bankCard }) => [bankCard]],
    ['of bank cards in fours', ({ bankCard }) => [bankCard.replaceAll(/(.{4})(?=.)/g, '$1 ')]],
    ['of notes', ({ name, mobile }, index) => [index % 3 ? '' : `call ${name} on ${mobile} please`]],
  ])('%s, whatever it is called', async (_, cells) => {
    expect(await readable('customers', customers('f1', cells))).toEqual([]);
  });
});

describe('a column is also dropped', () => {
  it.each<[string, Cells]>([
    ['of names', ({ name }) => [name]],
    ['of Chinese names', ({ han }) => [han]],
    ['of addresses', ({ address }) => [address]],
    ['of Chinese addresses', ({ hanAddress }) => [hanAddress]],
    ['of e-mails and mobile numbers', ({ email, mobile }, index) => [index % 2 ? email : mobile]],
    ['of mobile numbers a data frame made decimals of', ({ mobile }) => [`${mobile}.0`]],
    ['of mobile numbers as they are read out', ({ mobile }) => [mobile.replace(/(.{3})(.{4})/, '$1 $2 ')]],
  ])('%s, whatever it is called', async (_, cells) => {
    const sought = people.flatMap((person, index) => cells(person, index).map(String));
    expect(await readable('customers', customers('f1', cells), sought)).toEqual([]);
  });

  it('with mobile numbers, for three customers', async () => {
    expect(
      await readable(
        'customers',
        customers('f1', ({ mobile }) => [mobile], 3),
      ),
    ).toEqual([]);
  });

  it('with addresses, named region', async () => {
    expect(
      await readable(
        'customers',
        customers('地区', ({ hanAddress }) => [hanAddress]),
      ),
    ).toEqual([]);
  });
});

describe('a single cell does not reveal', () => {
  it('an e-mail address among plans', async () => {
    expect(
      await readable(
        'customers',
        customers('plan', ({ email }, index) => [index ? 'A' : email]),
      ),
    ).toEqual([]);
  });

  it('an e-mail address among products', async () => {
    const cells: Cells = ({ id, email }, index) => [id, '2026-06-01', 5, index ? 'mug' : email];
    expect(await readable('orders', orders(',product', cells))).toEqual([]);
  });

  it('an e-mail address of a guest among ids', async () => {
    const cells: Cells = ({ id, email }, index) => [index % 4 ? id : email, '2026-06-01', 5];
    expect(await readable('orders', orders('', cells))).toEqual([]);
  });

  it('a phone number instead of a date, in quarantine', async () => {
    const cells: Cells = ({ id, mobile }, index) => [id, index ? '2026-06-01' : mobile, 5];
    expect(await readable('orders', orders('', cells))).toEqual([]);
  });

  it('an e-mail address instead of an amount, in quarantine', async () => {
    const cells: Cells = ({ id, email }, index) => [id, '2026-06-01', index ? 5 : email];
    expect(await readable('orders', orders('', cells))).toEqual([]);
  });

  it('an e-mail address after the last column, in quarantine', async () => {
    const cells: Cells = ({ id, email }, index) => [id, '2026-06-01', 5, ...(index ? [] : [email])];
    expect(await readable('orders', orders('', cells))).toEqual([]);
  });
});

describe('the message about an unreadable file does not reveal', () => {
  it('persons in a first row that was mistaken for the header', async () => {
    expect(await readable('orders', file('', ({ name, han, address }) => [name, han, address]).trimStart())).toEqual(
      [],
    );
  });

  it('persons who are keys of a JSON object', async () => {
    const content = JSON.stringify(Object.fromEntries(people.map(({ email, id }) => [email, { id }])));
    expect(await readable('orders', content)).toEqual([]);
  });
});

describe('with hashed ids, no id appears', () => {
  const ids = people.map(({ id }) => id);

  it('in the lake and the report', async () => {
    expect(
      await readable(
        'orders',
        orders('', ({ id }) => [id, '2026-06-01', 5]),
        ids,
        hashed,
      ),
    ).toEqual([]);
  });

  it('in quarantine', async () => {
    const cells: Cells = ({ id }, index) => [id, index ? '2026-06-01' : 'someday', 5];
    expect(await readable('orders', orders('', cells), ids, hashed)).toEqual([]);
  });

  it('in a malformed row', async () => {
    const cells: Cells = ({ id }, index) => [id, '2026-06-01', 5, ...(index ? [] : [5])];
    expect(await readable('orders', orders('', cells), ids, hashed)).toEqual([]);
  });
});
