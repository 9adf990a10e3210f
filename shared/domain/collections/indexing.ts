/**
 * Returns the number at an index. It accepts only one kind of array, so that V8 inlines it and it costs no more than plain
 * indexing. A function called with many kinds of arrays is several times slower.
 * @param index 0 … length − 1
 * @throws {RangeError} when the index is out of range
 * @example
 * at(Float64Array.of(1.5, 2.5), 1) // => 2.5
 * at(Float64Array.of(1.5, 2.5), 2) // throws RangeError
 */
export function at(values: Float64Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`Expected an index below ${values.length}, got ${index}`);
  return value;
}

/**
 * Returns the item at an index, for loops that are not hot (see {@link at}). It uses the method `at` instead of
 * `items[index]`: where code indexes arrays of both numbers and objects, V8 permanently converts the former to the latter,
 * which makes later computations with them several times slower.
 * @param index 0 … length − 1
 * @throws {RangeError} when the index is out of range
 * @example
 * itemAt(['a', 'b'], 1) // => 'b'
 * itemAt([], 0) // throws RangeError
 * itemAt(['a', 'b'], -1) // throws RangeError
 */
export function itemAt<Item>(items: Indexable<Item>, index: number): Item {
  const item = index < 0 ? undefined : items.at(index);
  if (item === undefined) throw new RangeError(`Expected an index below ${items.length}, got ${index}`);
  return item;
}

/** An array or typed array. */
interface Indexable<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
}

/**
 * Combines two lists item by item.
 * @param other at least as long as `one`
 * @throws {RangeError} when `other` is shorter
 * @example
 * zipWith([1, 2], [10, 20], (a, b) => a + b) // => [11, 22]
 * zipWith([1, 2], [10], (a, b) => a + b) // throws RangeError
 */
export function zipWith<One, Other, Result>(
  one: readonly One[],
  other: readonly Other[],
  combine: (one: One, other: Other, index: number) => Result,
): Result[] {
  return one.map((item, index) => combine(item, itemAt(other, index), index));
}
