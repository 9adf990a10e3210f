import { quotedString } from '../../../shared/domain/sql/quoting.ts';

/**
 * SQL that maps a text to a value; null for any other text. The text is evaluated once.
 * @param text SQL expression
 * @param pairs a text and the SQL of its value
 */
export function lookupSql(text: string, pairs: readonly (readonly [key: string, sql: string])[]): string {
  if (pairs.length === 0) return 'null';
  const keys = pairs.map(([key]) => quotedString(key)).join(', ');
  return `[${pairs.map(([, sql]) => sql).join(', ')}][list_position([${keys}], ${text})]`;
}

/**
 * SQL over a name for another expression, which is so evaluated and planned once, however often the name occurs. Patterns in `sql`
 * are compiled for every batch of rows: use it where they apply to few rows.
 */
export function boundSql(name: string, value: string, sql: string): string {
  return `list_transform([${value}], ${name} -> ${sql})[1]`;
}
