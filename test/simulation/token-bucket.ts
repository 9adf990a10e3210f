/** A quota of an AWS API: up to `size` requests at once, and `refill` more each second. */
export function tokenBucket(size: number, refill: number, now: () => number) {
  let [tokens, at] = [size, now()];
  return {
    /** @returns whether the request is within the quota */
    take(): boolean {
      tokens = Math.min(size, tokens + ((now() - at) / 1000) * refill);
      at = now();
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}
