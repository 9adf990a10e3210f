/** What must be true of the stored item for a write to happen. */
export type Condition =
  /** There is no item with this key. */
  | { is: 'absent' }
  /** The item is absent, or lacks the field. */
  | { is: 'missing'; field: string }
  /** Compares a field; false where the item or the field is missing. */
  | { is: 'equal' | 'different'; field: string; value: string | boolean }
  /** Compares a text field by its UTF-8 bytes; false where the item or the field is missing, or the field is no text. */
  | { is: 'less' | 'at-most'; field: string; value: string }
  | { is: 'any' | 'all'; of: Several };

type Several = readonly [Condition, ...Condition[]];

export const absent: Condition = { is: 'absent' };
export const missing = (field: string): Condition => ({ is: 'missing', field });
export const equal = (field: string, value: string | boolean): Condition => ({ is: 'equal', field, value });
export const different = (field: string, value: string | boolean): Condition => ({ is: 'different', field, value });
export const less = (field: string, value: string): Condition => ({ is: 'less', field, value });
export const atMost = (field: string, value: string): Condition => ({ is: 'at-most', field, value });
export const anyOf = (...of: Several): Condition => ({ is: 'any', of });
export const allOf = (...of: Several): Condition => ({ is: 'all', of });
