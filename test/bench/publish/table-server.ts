import { startDynalite } from '../../contract/dynalite.ts';

/** The embedded table in a process of its own, so that writing and storing share the cores: tells its parent where it is. */
const { url, close } = await startDynalite(process.argv[2]);
process.send?.({ url });
process.once('disconnect', () => void close());
