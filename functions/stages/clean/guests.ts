import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { guestContactHeaders, staffHeaders } from '../../../shared/domain/intake/vocabulary/guest-headers.ts';
import { walkInPattern } from '../../../shared/domain/intake/vocabulary/walk-in-words.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { Remarks } from '../../../shared/run/reports.ts';
import { boundSql } from './sql-expressions.ts';
import type { ValueReaders } from './value-readers.ts';

/** Names the customer of rows whose id says nothing. */
export interface Guests {
  /** Headers of the columns that name them, the first first. */
  headers: readonly string[];
  /** The SQL of a row's contact over the columns of `lines`; null without one. */
  contact: string;
}

/** Local parts of addresses that are of the shop. */
const NOBODY = '^(no-?reply|donotreply|none|no-?e?mail|unknown|test|pos|shop|store|info|sales|admin|na)$';

/**
 * Finds who the guests of an orders file are: in rows whose id is empty or a word such as *Guest*, the e-mail address, or else the
 * telephone number, stands for the customer. One that occurs with exactly one id elsewhere in the file is that customer; any other
 * is a customer of its own, by its hash. Creates the table `guests` (strata_contact, strata_guest, …) of those. Reads the table
 * `sampled` and the view `lines`.
 * @param role see {@link rowRoleSql}
 * @returns undefined for a file without such columns, or without guests in the sample
 */
export async function findGuests(
  database: Database,
  { dataset, mapping, identifiers, hashedId }: Recognised<Dataset>,
  readers: ValueReaders,
  role: string,
): Promise<Guests | undefined> {
  const id = mapping.customer_id;
  // Where e-mail addresses are the ids, a telephone number would make a second customer of the same person.
  if (dataset !== 'orders' || id === undefined || hashedId) return undefined;
  const ofKind = (wanted: string) =>
    identifiers
      .filter(({ header, kind }) => kind === wanted && header !== id && !staffHeaders.test(header))
      .map(({ header }) => header)
      .toSorted((a, b) => Number(guestContactHeaders.test(b)) - Number(guestContactHeaders.test(a)))
      .slice(0, 1);
  const [emails, phones] = [ofKind('email'), ofKind('phone')];
  if (emails.length + phones.length === 0) return undefined;
  const contacts = [...emails.map(emailSql), ...phones.map((header) => phoneSql(header, readers))];
  const contact = contacts.length > 1 ? `coalesce(${contacts.join(', ')})` : (contacts[0] ?? 'null');
  const own = readers.read('customer_id', quotedIdentifier(id));
  const rows = (table: string) =>
    `select strata_contact, if(strata_role is null, strata_id, null) as strata_known,
       strata_known is null and coalesce(strata_role, 'walk_in') = 'walk_in' as strata_is_guest
     from (select ${contact} as strata_contact, ${own} as strata_id, ${role} as strata_role from ${table})
     where strata_contact is not null`;
  const [found] = await database.rows(
    `select coalesce(bool_or(strata_is_guest), false) as answer from (${rows('sampled')})`,
    z.object({ answer: z.boolean() }),
  );
  if (!found?.answer) return undefined;
  await database.run(
    `create table guests as
     select strata_contact,
       if(count(distinct strata_known) = 1, min(strata_known), hmac_of(strata_contact)) as strata_guest,
       count(distinct strata_known) = 1 as is_known,
       (count(*) filter (strata_is_guest))::integer as rows
     from (${rows('lines')}) group by strata_contact having bool_or(strata_is_guest)`,
  );
  return { headers: [...emails, ...phones], contact };
}

/** Counts rows that their contact names. Reads the table `guests`. */
export async function countGuests(database: Database, { headers }: Guests): Promise<Pick<Remarks, 'guests'>> {
  const [counted] = await database.rows(
    `select coalesce(sum(rows), 0)::integer as rows, count(*)::integer as customers,
       coalesce(sum(rows) filter (is_known), 0)::integer as known_rows from guests`,
    z.object({ rows: z.number(), customers: z.number(), known_rows: z.number() }),
  );
  return counted ? { guests: { by: [...headers], ...counted } } : {};
}

function emailSql(header: string): string {
  const text = `lower(code_of(${quotedIdentifier(header)}))`;
  const local = `split_part(${text}, '@', 1)`;
  return `if(regexp_full_match(${text}, '[^\\s@*,;]+@[^\\s@*,;]+\\.[^\\s@*,;.]{2,}') and not regexp_matches(${local}, '${NOBODY}')
    and not regexp_matches(comparable_status(${local}), ${quotedString(walkInPattern)}), ${text}, null)`;
}

/** A telephone number with at least seven digits, none of them masked, and not all alike. */
const phoneSql = (header: string, readers: ValueReaders): string =>
  boundSql(
    'number',
    readers.phone(quotedIdentifier(header)),
    `if(regexp_full_match(number, '\\+?\\d{7,15}') and not regexp_full_match(number, '\\+?(${sameDigits})'), number, null)`,
  );
const sameDigits = Array.from({ length: 10 }, (_, digit) => `${digit}+`).join('|');
