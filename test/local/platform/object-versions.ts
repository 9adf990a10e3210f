/** The content that a version of an object has in a test; undefined for a version that is its removal. */
export function objectAt(key: string, version: number): string | undefined {
  if (version % 5 === 4) return undefined;
  const line = `${key} ${version}\n`;
  return line.repeat(version % 3 === 0 ? 20_000 : 1 + (version % 7));
}
