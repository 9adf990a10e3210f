import { startTableStorage } from '../../../local/cloud/table-storage.ts';

/** The embedded table in a process of its own, so that writing and storing share the cores: tells its parent where it is. */
const { url, close } = await startTableStorage(process.argv[2]);
process.send?.({ url });
process.once('disconnect', () => void close());
