import { compareUtf8 } from '../../shared/domain/collections/utf8-order.ts';
import type { Condition } from '../../shared/ports/condition.ts';
import type { Item } from '../../shared/ports/table.ts';

/** Whether a condition holds for the stored item; undefined if there is none. */
export function holds(condition: Condition, item: Item | undefined): boolean {
  switch (condition.is) {
    case 'absent':
      return item === undefined;
    case 'missing':
      return fieldOf(item, condition.field) === undefined;
    case 'equal':
      return fieldOf(item, condition.field) === condition.value;
    case 'different': {
      const value = fieldOf(item, condition.field);
      return value !== undefined && value !== condition.value;
    }
    case 'less':
      return compared(item, condition.field, condition.value) < 0;
    case 'at-most':
      return compared(item, condition.field, condition.value) <= 0;
    case 'any':
      return condition.of.some((member) => holds(member, item));
    case 'all':
      return condition.of.every((member) => holds(member, item));
  }
}

/** Fields may have the names of inherited properties. */
const fieldOf = (item: Item | undefined, field: string) =>
  item !== undefined && Object.hasOwn(item, field) ? item[field] : undefined;

/** Negative, zero or positive as a field is less than, equal to or greater than a text; NaN where it is no text. */
function compared(item: Item | undefined, field: string, text: string): number {
  const value = fieldOf(item, field);
  return typeof value === 'string' ? compareUtf8(value, text) : Number.NaN;
}
