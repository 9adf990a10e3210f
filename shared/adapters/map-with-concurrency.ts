const AT_ONCE = 4;

/** Works on all items, on the next as soon as one is done; ends with the first error. */
export async function mapWithConcurrency<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const turns = Array.from({ length: AT_ONCE }, async () => {
    for (const item of rest) await work(item);
  });
  await Promise.all(turns);
}
