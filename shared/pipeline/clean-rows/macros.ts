import { MAX_CUSTOMER_ID_BYTES } from '../../adapters/tables/customer-items.ts';
import { amountPattern, scaleFactors } from '../../domain/intake/money/amount-pattern.ts';
import { creditWords } from '../../domain/intake/vocabulary/amount-words.ts';
import {
  comparableStatus,
  type StatusMeaning,
  statusMeanings,
  statusRules,
  statusWords,
} from '../../domain/intake/vocabulary/statuses.ts';
import { sharedZoneMinutes, zoneMinutes } from '../../domain/intake/vocabulary/time-zones.ts';
import { maskedSql, mayIdentifySql } from '../../domain/privacy/masked-text.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import conversionsSql from './macros.sql';

const wordList = (meaning: StatusMeaning) =>
  `[${statusWords[meaning].map((word) => quotedString(comparableStatus(word))).join(', ')}]`;

/** The rules of `parseStatus` for a comparable status. */
const statusSql = [
  ...statusMeanings.map((meaning) => `when list_contains(${wordList(meaning)}, text) then ${quotedString(meaning)}`),
  ...statusRules.map(
    ([outcome, alternatives]) =>
      `when regexp_matches(text, ${quotedString(alternatives.join('|'))}) then ${outcome === 'unclear' ? 'null' : quotedString(outcome)}`,
  ),
].join('\n  ');

/** Names of the groups of {@link amountPattern}, in order. */
const parts = [
  ...['open', 'sign_1', 'currency_1', 'sign_2', 'body', 'scale_1', 'currency_2', 'scale_2', 'currency_3', 'currency_4'],
  ...['sign_3', 'ledger', 'close'],
];
const partsSql = (units: boolean) =>
  `regexp_extract(text, ${quotedString(amountPattern({ units }))}, [${parts.map(quotedString).join(', ')}], 'i')`;
const credits = creditWords.map(quotedString).join(', ');

/** The vocabulary of amounts, which the macros of macros.sql use. */
const amountsSql = `
create macro parts_of_money(text) as ${partsSql(false)};
create macro parts_of_number(text) as ${partsSql(true)};
create macro factor_of(scale) as ${scaleSql()};
create macro is_credit(ledger) as list_contains([${credits}], ledger);
`;

/** Minutes of a zone's name, in upper case, ahead of UTC. */
const zonesSql = `
create macro minutes_of_name(zone, time_zone) as case
  ${sharedZoneMinutes
    .map(
      ([name, zones, minutes]) =>
        `when zone = '${name}' and regexp_matches(time_zone, ${quotedString(zones)}) then ${minutes}`,
    )
    .join('\n  ')}
  else [${Object.values(zoneMinutes).join(', ')}][list_position([${Object.keys(zoneMinutes).map(quotedString).join(', ')}], zone)] end;
`;

function scaleSql(): string {
  const entries = Object.entries(scaleFactors);
  const words = entries.map(([word]) => quotedString(word)).join(', ');
  return `[${entries.map(([, factor]) => factor).join(', ')}][list_position([${words}], scale)]`;
}

/** Creates the macros that convert text of exports to values, and those that mask identifiers in it. */
export const macrosSql = `${amountsSql}${zonesSql}${conversionsSql}
-- Masks e-mail addresses, telephone numbers, identity numbers and, beside a label, title or number, names of persons.
create macro masked(text) as case when ${mayIdentifySql('text')} then ${maskedSql('text')} else text end;

-- Whether a stored id does not fit into the keys of the table.
create macro is_long_id(id) as strlen(id) > ${MAX_CUSTOMER_ID_BYTES};

-- A word, with masked identifiers.
create macro word_of(text) as case when not ${mayIdentifySql('text')} then present(text) else non_missing(masked(text)) end;

-- The meaning of an order's status by its words (vocabulary/statuses.ts); null if none explains it.
create macro comparable_status(text) as
  ' ' || trim(regexp_replace(lower(half_width(text)), '[^\\p{L}\\p{N}\\p{M}]+', ' ', 'g')) || ' ';
create macro meaning_of_comparable(text) as case
  ${statusSql}
  end;
create macro meaning_of_status(text) as meaning_of_comparable(comparable_status(text));
`;
