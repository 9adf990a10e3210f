/** Work that is repeated until it is stopped. */
export interface Repetition {
  /** Ends the repetition; resolves once work that has begun is done. */
  stop(): Promise<void>;
}

/**
 * Does work at once, and again each time that the interval has passed since it ended. Does not keep the process alive.
 * @param onError receives what the work throws; the repetition goes on
 */
export function repeat(work: () => Promise<void>, intervalMs: number, onError: (error: unknown) => void): Repetition {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  async function next(): Promise<void> {
    await work().catch(onError);
    if (!isStopped) timer = setTimeout(() => void begin(), intervalMs).unref();
  }

  function begin(): void {
    last = next();
  }

  begin();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
      return last;
    },
  };
}
