import { once } from 'node:events';
import { startEmbeddedApi } from './embedded-api.ts';

// Serves the embedded API to a program that is given its address, a token and a run, until that ends this one.
const api = await startEmbeddedApi();
const { run_id } = await api.cloud.runs.getCurrent();
process.stdout.write(`${api.url} ${api.token} ${run_id}\n`);
await once(process, 'SIGTERM');
await api.close();
