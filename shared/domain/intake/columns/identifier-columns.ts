import type { Dataset } from '../datasets/datasets.ts';
import { isProseHeader } from '../identifiers/identifiers.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { companyHeaders } from '../vocabulary/identifier-headers.ts';
import { MIN_VALUES } from './content.ts';
import type { ColumnTable } from './sample-table.ts';

/** A column that identifies a person, or holds free text that may do so. */
export interface Identifier {
  header: string;
  kind: IdentifierKind;
  by: 'header' | 'content';
}

/** Share of sentences, and of distinct values, that makes a column free text. */
const MIN_PROSE_SHARE = 0.5;
/** Share of name-like values, and of distinct values, that makes a column one of names. */
const MIN_NAME_SHARE = 0.8;

/** Checks whether an unmapped column identifies persons, by its header, then by its values. */
export function findIdentifier(header: string, dataset: Dataset, table: ColumnTable): Identifier | undefined {
  const identifier = table.identifierBy(header);
  if (identifier) return { header, ...identifier };
  if (table.content(header).objects >= MIN_PROSE_SHARE) return { header, kind: 'free_text', by: 'content' };
  if (dataset === 'orders') return undefined;
  if (dataset !== 'customers' && isProseHeader(header)) return { header, kind: 'free_text', by: 'header' };
  const { filled, distinct, sentences, names } = table.content(header);
  const isVaried = filled >= MIN_VALUES && distinct >= MIN_NAME_SHARE * filled;
  if (dataset === 'customers' && isVaried && names >= MIN_NAME_SHARE) return { header, kind: 'name', by: 'content' };
  const isFreeText = filled >= MIN_VALUES && sentences >= MIN_PROSE_SHARE && distinct >= MIN_PROSE_SHARE * filled;
  return isFreeText ? { header, kind: 'free_text', by: 'content' } : undefined;
}

/**
 * Checks whether a column of customer ids identifies persons (an e-mail address, a phone number, a full name …). Login names
 * do not count: many look like full names, and an id hashed in one file but not in the next would be two customers.
 */
export function findIdentifierInId(header: string, table: ColumnTable): Identifier | undefined {
  const identifier = table.identifierBy(header);
  if (identifier && identifier.kind !== 'account' && identifier.kind !== 'free_text') return { header, ...identifier };
  const { filled, names } = table.content(header);
  const isLogin = identifier?.kind === 'account';
  const areNames = !isLogin && filled >= MIN_VALUES && names >= MIN_NAME_SHARE && !companyHeaders.test(header);
  return areNames ? { header, kind: 'name', by: 'content' } : undefined;
}
