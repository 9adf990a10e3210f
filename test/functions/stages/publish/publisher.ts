import { publish } from '../../../../functions/stages/publish/publish.ts';
import type { Table } from '../../../../shared/ports/table.ts';
import { dataDirectory } from '../../../contract/data-directory.ts';
import { servicesIn } from '../../services.ts';

/**
 * Publishes a run of a data directory in a process of its own, which kills itself at the nth item that it writes.
 * Arguments: directory, run, buckets, n.
 */
const [root = '', runId = '', buckets, fatal] = process.argv.slice(2);
const services = await servicesIn(dataDirectory(root));
let written = 0;

const deadlyTable: Table = {
  ...services.items,
  async writeAll(requests) {
    return services.items.writeAll(counted(requests));
  },
};

async function* counted<Request>(requests: AsyncIterable<Request>): AsyncGenerator<Request> {
  for await (const request of requests) {
    if (++written === Number(fatal)) process.kill(process.pid, 'SIGKILL');
    yield request;
  }
}

const dependencies = services.as('stages/publish', { items: deadlyTable });
for (let bucket = 0; bucket < Number(buckets); bucket++) await publish({ runId, bucket }, dependencies);
