import { AsyncLocalStorage } from 'node:async_hooks';
import { type Invocation, noTraffic, type Traffic } from '../../domain/run/usage.ts';

type InvocationName = Pick<Invocation, 'stage' | 'item' | 'memory_mb'>;

/** The meter of the current invocation. Invocations that share a process have separate meters. */
const meters = new AsyncLocalStorage<{ name: InvocationName; startedAt: number; traffic: Traffic }>();

/** Runs an invocation with a new meter, which counts its requests to table and buckets. */
export function withUsageMeter<Result>(name: InvocationName, work: () => Promise<Result>): Promise<Result> {
  return meters.run({ name, startedAt: performance.now(), traffic: noTraffic() }, work);
}

/** The request counters of the current invocation; undefined outside one. */
export const currentTraffic = (): Traffic | undefined => meters.getStore()?.traffic;

/** Usage of the current invocation so far; undefined outside one. */
export function currentInvocation(): Invocation | undefined {
  const meter = meters.getStore();
  if (!meter) return undefined;
  const milliseconds = Math.round(performance.now() - meter.startedAt);
  return { ...meter.name, milliseconds, ...structuredClone(meter.traffic) };
}
