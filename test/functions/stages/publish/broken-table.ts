import type { Table, Write } from '../../../../shared/ports/table.ts';
import { each } from '../../api/query/api-table.ts';
import type { Services } from '../../services.ts';

/** A table that fails after a number of items, possibly in the middle of a batch. */
export function breakingAfter(count: number, { items }: Services): Table {
  let left = count;
  return {
    ...items,
    async writeAll(requests) {
      const taken: Write[] = [];
      let broken = false;
      for await (const request of requests) {
        broken = left === 0;
        if (broken) break;
        left--;
        taken.push(request);
      }
      const written = await items.writeAll(each(taken));
      if (broken) throw new Error('Broken off');
      return written;
    },
  };
}
