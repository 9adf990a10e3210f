import { studentT } from './student-t.ts';

/** A difference and the ends of its 95 % interval. */
export interface Interval {
  difference: number;
  low: number;
  high: number;
}

/** A sample by its sums; of two members or more. */
export interface Sums {
  count: number;
  sum: number;
  squares: number;
}

const CONFIDENCE = 0.95;
/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The difference of two means, one − other, with its interval where variances may differ. Sums of squares lose digits where a
 * mean is many times the deviation; amounts that customers spend are not like that.
 * @see Welch, The generalization of "Student's" problem, Biometrika 34 (1947)
 */
export function differenceOfMeans(one: Sums, other: Sums): Interval {
  const difference = one.sum / one.count - other.sum / other.count;
  const [a, b] = [varianceOfMean(one), varianceOfMean(other)];
  if (a + b === 0) return { difference, low: difference, high: difference };
  const degrees = (a + b) ** 2 / (a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1));
  const reach = studentT(CONFIDENCE, degrees) * Math.sqrt(a + b);
  return { difference, low: difference - reach, high: difference + reach };
}

const varianceOfMean = ({ count, sum, squares }: Sums) => Math.max(squares - sum ** 2 / count, 0) / (count - 1) / count;

/** A part of a sample; of one member or more. */
export interface Part {
  count: number;
  part: number;
}

/**
 * The difference of two proportions, one − other, with an interval that holds for small samples too and stays within −1 and 1.
 * @see Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), method 10
 */
export function differenceOfProportions(one: Part, other: Part): Interval {
  const [a, b] = [wilson(one), wilson(other)];
  const difference = a.share - b.share;
  return {
    difference,
    low: difference - Math.hypot(a.share - a.low, b.high - b.share),
    high: difference + Math.hypot(a.high - a.share, b.share - b.low),
  };
}

/** @see Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) */
function wilson({ count, part }: Part): { share: number; low: number; high: number } {
  const share = part / count;
  const middle = (part + Z ** 2 / 2) / (count + Z ** 2);
  const reach = (Z / (count + Z ** 2)) * Math.sqrt(share * (1 - share) * count + Z ** 2 / 4);
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
