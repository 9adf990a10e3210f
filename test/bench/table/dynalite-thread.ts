import { parentPort, workerData } from 'node:worker_threads';
import { startDynalite } from '../../contract/dynalite.ts';

/** Dynalite on a thread of its own, so that sending and storing share the cores: posts its address. */
const { url, close } = await startDynalite(workerData);
parentPort?.postMessage(url);
parentPort?.once('message', () => void close());
