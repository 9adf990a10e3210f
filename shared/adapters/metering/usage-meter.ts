import { AsyncLocalStorage } from 'node:async_hooks';
import { type Invocation, noTraffic, type Traffic } from '../../domain/run/usage.ts';

type InvocationName = Pick<Invocation, 'stage' | 'item' | 'memory_mb'>;

/** What is measured of the invocation under way. Each has its own, also where several share a process. */
const meters = new AsyncLocalStorage<{ named: InvocationName; startedAt: number; traffic: Traffic }>();

/** Does the work of an invocation with a meter that starts at zero; requests to table and buckets count on it. */
export function withUsageMeter<Result>(named: InvocationName, work: () => Promise<Result>): Promise<Result> {
  return meters.run({ named, startedAt: performance.now(), traffic: noTraffic() }, work);
}

/** Where the invocation under way counts its requests; undefined where nothing is measured. */
export const currentTraffic = (): Traffic | undefined => meters.getStore()?.traffic;

/** What the invocation under way has used so far; undefined where nothing is measured. */
export function currentInvocation(): Invocation | undefined {
  const meter = meters.getStore();
  if (!meter) return undefined;
  const milliseconds = Math.round(performance.now() - meter.startedAt);
  return { ...meter.named, milliseconds, ...structuredClone(meter.traffic) };
}
