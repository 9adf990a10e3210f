import { quotedString } from '../../../shared/domain/sql/quoting.ts';

/**
 * SQL of the value that stands beside a text; null for any other text. However many there are, the text is worked out once.
 * @param text SQL
 * @param pairs each a text and the SQL of its value
 */
export function lookupSql(text: string, pairs: readonly (readonly [key: string, sql: string])[]): string {
  if (pairs.length === 0) return 'null';
  const keys = pairs.map(([key]) => quotedString(key)).join(', ');
  return `[${pairs.map(([, sql]) => sql).join(', ')}][list_position([${keys}], ${text})]`;
}
