/** Formats a number with `places` decimals. Ties round to even, as in DuckDB's `format`. */
export function formatNumber(value: number, places: number): string {
  const [whole, remainder] = splitAt(value.toFixed(places + 30), -30);
  const isTie = /^50*$/.test(remainder);
  const truncated = whole.replace(/\.$/, '');
  return isTie && /[02468]$/.test(truncated) ? truncated : value.toFixed(places);
}

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at)];
