import { customerTable } from '../../../../shared/adapters/tables/customer-table.ts';
import type { Write } from '../../../../shared/ports/table.ts';
import { each } from '../../api/query/api-table.ts';
import type { Services } from '../../services.ts';

/** A customer table that fails after a number of items, possibly in the middle of a batch. */
export function breakingAfter(count: number, { items }: Services) {
  let left = count;
  return customerTable({
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
  });
}
