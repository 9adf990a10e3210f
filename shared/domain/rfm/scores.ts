/** The R, F and M scores of a customer, each from 1 to the number of bins; the highest is best. */
export interface Scores {
  r: number;
  f: number;
  m: number;
}

/**
 * Returns the bin of a value: 1 plus the number of cut points below it.
 * @param cuts ascending cut points; bins between equal cut points are empty
 * @returns 1 to the number of cut points + 1
 * @example
 * [1, 10, 11, 99].map((value) => binNumber(value, [10, 20])) // => [1, 1, 2, 3]
 */
export const binNumber = (value: number, cuts: readonly number[]): number =>
  1 + cuts.filter((cut) => value > cut).length;

/**
 * Returns the code of three scores.
 * @example
 * rfmCode({ r: 5, f: 4, m: 3 }, 5) // => '543'
 * rfmCode({ r: 10, f: 9, m: 8 }, 10) // => '10-9-8'
 */
export const rfmCode = ({ r, f, m }: Scores, bins: number): string => [r, f, m].join(codeSeparator(bins));

/**
 * Returns the separator between the scores of a code. From ten bins on, scores may have two digits.
 * @example
 * [codeSeparator(5), codeSeparator(10)] // => ['', '-']
 */
export const codeSeparator = (bins: number): string => (bins < 10 ? '' : '-');

/**
 * Lists all combinations of scores, lowest first.
 * @example
 * allCells(2).map((cell) => rfmCode(cell, 2)) // => ['111', '112', '121', '122', '211', '212', '221', '222']
 */
export function allCells(bins: number): Scores[] {
  const scores = Array.from({ length: bins }, (_, index) => index + 1);
  return scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => ({ r, f, m }))));
}
