/** A value as the text of a JSON document. */
export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
