/** A number with so many decimals; one exactly between two goes to the even one, as DuckDB's `format` has it. */
export function shownNumber(value: number, places: number): string {
  const [whole, beyond] = splitAt(value.toFixed(places + 30), -30);
  const isTie = /^50*$/.test(beyond);
  const truncated = whole.replace(/\.$/, '');
  return isTie && /[02468]$/.test(truncated) ? truncated : value.toFixed(places);
}

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at)];
