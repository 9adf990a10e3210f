/** A Markdown table. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The page with the table in place of the one whose head begins with the same cell. */
export function replaceTable(page: string, table: string): string {
  const [firstCell = ''] = table.match(/^\| \w+ \|/) ?? [];
  return page.replace(new RegExp(`^${firstCell.replaceAll('|', '\\|')}.*\\n(\\|.*\\n)+`, 'm'), () => `${table}\n`);
}
