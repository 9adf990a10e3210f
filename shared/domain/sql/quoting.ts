/** A value as a SQL string literal, for the few places where nothing can be bound. */
export function quotedString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as a SQL identifier. */
export function quotedIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
