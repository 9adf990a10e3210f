/** Money as whole numbers of ten-thousandths, with which tests add and multiply without losing a digit. */
export const UNIT = 10_000n;

/** As decimals are written. */
export function decimalOf(tenThousandths: bigint): string {
  const digits = String(absolute(tenThousandths)).padStart(5, '0');
  return `${tenThousandths < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

export const absolute = (value: bigint) => (value < 0n ? -value : value);

/** A quotient, rounded half away from zero. */
export function rounded(dividend: bigint, divisor: bigint): bigint {
  const size = (absolute(dividend) * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -size : size;
}
