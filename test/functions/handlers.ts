import type { Instance } from '../../local/platform/platform.ts';
import { fakeEvents, fakeMachine } from './fakes.ts';

const missing = (): never => {
  throw new Error('This test has no such part');
};

/**
 * Connects the handlers that this process loads afterwards, and sets the environment that they read.
 * @param parts those that the handlers use
 */
export async function connectHandlers(parts: Partial<Instance> & Pick<Instance, 'table'>): Promise<void> {
  // The module that the handlers will load, also after a test has reset the modules.
  const { connect } = await import('../../local/platform/platform.ts');
  connect({
    objects: missing,
    links: missing,
    events: fakeEvents().events,
    idKey: async () => Buffer.from('a key'),
    workflow: fakeMachine().machine,
    ...parts,
  });
  Object.assign(process.env, {
    INBOX: 'file:///objects/inbox',
    LAKE: 'file:///objects/lake',
    TABLE: 'sqlite:///strata.db',
    EVENTS: 'file:///events.jsonl',
    ID_KEY: 'file:///id-key',
    WORKFLOW: 'embedded:segmentation',
    BUCKETS: '1',
    DUCKDB_MEMORY_MB: '300',
    SCHEDULE_DAY: '1',
    SCHEDULE_HOUR: '3',
    SCHEDULE_TIME_ZONE: 'Etc/UTC',
    CACHE_SECONDS: '3600',
  });
}
