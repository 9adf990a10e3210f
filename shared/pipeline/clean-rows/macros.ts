import { MAX_CUSTOMER_ID_BYTES } from '../../adapters/tables/customer-items.ts';
import { maskedSql, mayIdentifySql } from '../../domain/privacy/masked-text.ts';
import conversionsSql from './macros.sql';

/** Creates the macros that convert text of exports to values, and those that mask identifiers in it. */
export const macrosSql = `${conversionsSql}
-- Masks e-mail addresses, telephone numbers, identity numbers and, beside a label, title or number, names of persons.
create macro masked(text) as case when ${mayIdentifySql('text')} then ${maskedSql('text')} else text end;

-- Whether a stored id does not fit into the keys of the table.
create macro is_long_id(id) as strlen(id) > ${MAX_CUSTOMER_ID_BYTES};

-- A word, with masked identifiers.
create macro word_of(text) as case when not ${mayIdentifySql('text')} then present(text) else non_missing(masked(text)) end;
`;
