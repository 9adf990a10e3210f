import { AsyncLocalStorage } from 'node:async_hooks';

/** The work of an invocation was stopped because its time was over. */
export class InvocationTimeoutError extends Error {
  override name = 'InvocationTimeoutError';
  constructor(milliseconds: number) {
    super(`Stopped after ${Math.round(milliseconds / 1000)} seconds, shortly before the function's time was over`);
  }
}

/** A request of an invocation that has ended. Nobody waits for what its work would do. */
class InvocationEndedError extends Error {
  override name = 'InvocationEndedError';
  constructor() {
    super('The invocation that makes this request has ended');
  }
}

interface Invocation {
  milliseconds: number;
  /** Milliseconds since 1970. */
  endsAt: number;
  ended: AbortController;
}

/** The invocation that work belongs to, also after it ended: Lambda goes on with such work when it reuses the environment. */
const invocations = new AsyncLocalStorage<Invocation>();

/**
 * Runs the work of an invocation, and rejects when its time is over. From its end on, however it ended, no request of the work
 * is sent any more, and statements that still run are interrupted.
 * @param milliseconds the time that the work has
 * @throws {InvocationTimeoutError} when the time is over; errors of `work` pass through
 */
export async function withDeadline<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const invocation = { milliseconds, endsAt: Date.now() + milliseconds, ended: new AbortController() };
  const timeOver = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeOver.reject(new InvocationTimeoutError(milliseconds)), milliseconds);
  try {
    return await Promise.race([invocations.run(invocation, work), timeOver.promise]);
  } finally {
    clearTimeout(timer);
    invocation.ended.abort();
  }
}

/** Milliseconds that the caller's invocation has in all; undefined where there is no limit. */
export const timeLimit = (): number | undefined => invocations.getStore()?.milliseconds;

/** Whether more than a share of the invocation's time is over, 0 to 1; never where there is no limit. */
export function hasUsed(share: number): boolean {
  const invocation = invocations.getStore();
  return invocation !== undefined && invocation.endsAt - Date.now() < (1 - share) * invocation.milliseconds;
}

/** @returns whether the caller's invocation has ended by the time of the call; never outside one */
export function endOfInvocation(): () => boolean {
  const invocation = invocations.getStore();
  // A frozen environment does not run its timers, but its clock goes on.
  return () => invocation !== undefined && (invocation.ended.signal.aborted || Date.now() >= invocation.endsAt);
}

/** @throws {InvocationEndedError} when the caller's invocation has ended */
export function requireInvocation(): void {
  if (endOfInvocation()()) throw new InvocationEndedError();
}

/** Calls back once when the caller's invocation ends. @returns a function that cancels that */
export function onInvocationEnd(callback: () => void): () => void {
  const signal = invocations.getStore()?.ended.signal;
  signal?.addEventListener('abort', callback, { once: true });
  return () => signal?.removeEventListener('abort', callback);
}
