import type { Condition } from '../../ports/condition.ts';
import { type Change, indexes, type Range } from '../../ports/table.ts';

/**
 * The names and values in a request's expressions. The expressions refer to them by placeholders, so that no name is read as
 * a reserved word or an operator.
 */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, unknown>();

  /** The placeholder of a field. */
  name(field: string): string {
    const known = this.#names.get(field);
    if (known) return known;
    const placeholder = `#n${this.#names.size}`;
    this.#names.set(field, placeholder);
    return placeholder;
  }

  /** The placeholder of a value. */
  value(value: unknown): string {
    const placeholder = `:v${this.#values.size}`;
    this.#values.set(placeholder, value);
    return placeholder;
  }

  /** What the request needs beside its expressions. DynamoDB refuses empty lists. */
  attributes() {
    const names = Object.fromEntries([...this.#names].map(([field, placeholder]) => [placeholder, field]));
    return {
      ...(this.#names.size > 0 && { ExpressionAttributeNames: names }),
      ...(this.#values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(this.#values) }),
    };
  }
}

const comparators = { equal: '=', different: '<>', less: '<', 'at-most': '<=' } as const;

/** A condition as DynamoDB writes it, without parentheses around the whole, which it would refuse as redundant. */
export function conditionExpression(condition: Condition, placeholders: Placeholders): string {
  switch (condition.is) {
    case 'absent':
      return `attribute_not_exists(${placeholders.name('pk')})`;
    case 'missing':
      return `attribute_not_exists(${placeholders.name(condition.field)})`;
    case 'any':
    case 'all': {
      const members = condition.of.map((member) => conditionExpression(member, placeholders));
      const [only] = members;
      if (members.length === 1 && only) return only;
      return members.map((member) => `(${member})`).join(condition.is === 'any' ? ' OR ' : ' AND ');
    }
    default: {
      const name = placeholders.name(condition.field);
      const comparison = `${name} ${comparators[condition.is]} ${placeholders.value(condition.value)}`;
      // In DynamoDB, a missing field is different from every value.
      return condition.is === 'different' ? `attribute_exists(${name}) AND ${comparison}` : comparison;
    }
  }
}

/** A change as DynamoDB writes it; empty where it changes nothing. */
export function updateExpression({ set, remove, add }: Required<Change>, placeholders: Placeholders): string {
  const clauses: [keyword: string, actions: string[]][] = [
    ['SET', Object.entries(set).map(([field, value]) => `${placeholders.name(field)} = ${placeholders.value(value)}`)],
    ['REMOVE', remove.map((field) => placeholders.name(field))],
    [
      'ADD',
      Object.entries(add).map(([field, text]) => `${placeholders.name(field)} ${placeholders.value(new Set([text]))}`),
    ],
  ];
  return clauses
    .filter(([, actions]) => actions.length > 0)
    .map(([keyword, actions]) => `${keyword} ${actions.join(', ')}`)
    .join(' ');
}

/** The keys of a range as DynamoDB writes them. */
export function keyExpression({ partition, index, sortKeys }: Range, placeholders: Placeholders): string {
  const [partitionKey, sortKey] = index ? indexes[index] : (['pk', 'sk'] as const);
  const inPartition = `${placeholders.name(partitionKey)} = ${placeholders.value(partition)}`;
  if (!sortKeys) return inPartition;
  const name = placeholders.name(sortKey);
  if ('before' in sortKeys) return `${inPartition} AND ${name} < ${placeholders.value(sortKeys.before)}`;
  const [first, last] = sortKeys.between.map((sort) => placeholders.value(sort));
  return `${inPartition} AND ${name} BETWEEN ${first} AND ${last}`;
}
