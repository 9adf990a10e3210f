import type { Dataset } from '../datasets/datasets.ts';
import { isProse } from '../identifiers/identifiers.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { companyHeaders } from '../vocabulary/identifier-headers.ts';
import { MIN_VALUES } from './content.ts';
import type { ColumnTable } from './sample-table.ts';

/** A column that identifies a person, or in which people may name someone. */
export interface Identifier {
  header: string;
  kind: IdentifierKind;
  by: 'header' | 'content';
}

/** What is written in whole sentences, and differently each time. */
const MIN_PROSE_SHARE = 0.5;
const MIN_NAME_SHARE = 0.8;
/** What a column that is no canonical one holds of a person, if anything. */
export function identifierIn(header: string, dataset: Dataset, table: ColumnTable): Identifier | undefined {
  const found = table.identifierBy(header);
  if (found) return { header, ...found };
  if (dataset === 'orders') return undefined;
  if (dataset !== 'customers' && isProse(header)) return { header, kind: 'free_text', by: 'header' };
  const { filled, distinct, sentences, names } = table.content(header);
  const isVaried = filled >= MIN_VALUES && distinct >= MIN_NAME_SHARE * filled;
  if (dataset === 'customers' && isVaried && names >= MIN_NAME_SHARE) return { header, kind: 'name', by: 'content' };
  const isFreeText = filled >= MIN_VALUES && sentences >= MIN_PROSE_SHARE && distinct >= MIN_PROSE_SHARE * filled;
  return isFreeText ? { header, kind: 'free_text', by: 'content' } : undefined;
}

/**
 * What a customer's id reveals of the person: an e-mail, a phone number, a full name … A login name reveals nothing:
 * many look like names of persons, and ids that are hashed in one file and not in the next would be two customers.
 */
export function identifierInId(header: string, table: ColumnTable): Identifier | undefined {
  const found = table.identifierBy(header);
  if (found && found.kind !== 'account' && found.kind !== 'free_text') return { header, ...found };
  const { filled, names } = table.content(header);
  const isLogin = found?.kind === 'account';
  const areNames = !isLogin && filled >= MIN_VALUES && names >= MIN_NAME_SHARE && !companyHeaders.test(header);
  return areNames ? { header, kind: 'name', by: 'content' } : undefined;
}
