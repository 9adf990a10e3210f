/**
 * Text cells of CSV files that spreadsheets must not evaluate. Excel, LibreOffice and Google Sheets take a cell as a formula
 * if it begins with `=`, `+`, `-` or `@`, in full width too, and drop a tab or line break before one. Such a cell gets an
 * apostrophe in front. So does one that begins with apostrophes and such a character, so that removing one apostrophe
 * restores every cell. Plain numbers, such as -12.50, stay as they are.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
import { quotedString } from './quoting.ts';

const DANGEROUS = String.raw`[=+\-@\t\r\n＝＋－＠]`;
const APOSTROPHES = `^'*${DANGEROUS}`;
const PREFIXED = `^'('*${DANGEROUS})`;
const NUMBER = String.raw`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`;

const [dangerous, prefixed, number] = [new RegExp(APOSTROPHES), new RegExp(PREFIXED), new RegExp(NUMBER)];

/** The text of a cell that no spreadsheet evaluates. */
export const neutralised = (text: string): string => (dangerous.test(text) && !number.test(text) ? `'${text}` : text);

/** The original text of a {@link neutralised} cell. */
export const restored = (text: string): string => text.replace(prefixed, '$1');

/** The SQL of {@link neutralised}, for a VARCHAR expression. */
export function neutralisedSql(text: string): string {
  // Comparing bytes decides for most cells, at a fraction of the cost of a pattern.
  const isHarmless = `${text} >= '0' and ${text} < ':' or ${text} >= 'A' and ${text} < '\u{FF00}'`;
  const isDangerous = `regexp_matches(${text}, ${quotedString(APOSTROPHES)}) and not regexp_matches(${text}, ${quotedString(NUMBER)})`;
  return `case when ${isHarmless} then ${text} when ${isDangerous} then '''' || ${text} else ${text} end`;
}

/** The SQL of {@link restored}, for a VARCHAR expression. */
export const restoredSql = (text: string): string =>
  `case when starts_with(${text}, '''') then regexp_replace(${text}, ${quotedString(PREFIXED)}, '\\1') else ${text} end`;
