const CONCURRENCY = 4;

/** Processes items with limited concurrency; rejects with the first error. */
export async function mapWithConcurrency<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (const item of rest) await work(item);
  });
  await Promise.all(workers);
}
