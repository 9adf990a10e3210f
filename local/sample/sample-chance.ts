/** Draws one of the names with probability proportional to its weight. */
export function pick(weights: Record<string, number>, source: () => number): string {
  const entries = Object.entries(weights);
  let rest = source() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    rest -= weight;
    if (rest < 0) return name;
  }
  return entries.at(-1)?.[0] ?? '';
}

/** Draws one of the values, all equally likely. */
export function pickOne<Value>(values: readonly Value[], source: () => number): Value {
  const value = values[Math.floor(source() * values.length)];
  if (value === undefined) throw new RangeError('expected at least one value to pick from');
  return value;
}
