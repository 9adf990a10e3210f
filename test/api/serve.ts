import { once } from 'node:events';
import { startEmbeddedApi } from './embedded-api.ts';

// Serves the embedded API until SIGTERM. Prints its URL, a token and a run id for the calling program.
const api = await startEmbeddedApi();
const { run_id } = await api.cloud.runs.getCurrent();
process.stdout.write(`${api.url} ${api.token} ${run_id}\n`);
await once(process, 'SIGTERM');
await api.close();
