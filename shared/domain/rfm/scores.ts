/** The three scores of a customer, each from 1 to the number of bins; the highest is best. */
export interface Scores {
  r: number;
  f: number;
  m: number;
}

/**
 * The bin that a value falls into: 1 + how many cut points it exceeds. Equal values always fall into the same bin.
 * @param cuts ascending; where several are equal, the bins between them stay empty
 * @returns 1 … number of cut points + 1
 * @example
 * [1, 10, 11, 99].map((value) => binNumber(value, [10, 20])) // => [1, 1, 2, 3]
 */
export const binNumber = (value: number, cuts: readonly number[]): number =>
  1 + cuts.filter((cut) => value > cut).length;

/**
 * The code of three scores.
 * @example
 * rfmCode({ r: 5, f: 4, m: 3 }, 5) // => '543'
 * rfmCode({ r: 10, f: 9, m: 8 }, 10) // => '10-9-8'
 */
export const rfmCode = ({ r, f, m }: Scores, bins: number): string => [r, f, m].join(codeSeparator(bins));

/**
 * The separator between the scores of a code, which are of two digits from ten bins on.
 * @example
 * [codeSeparator(5), codeSeparator(10)] // => ['', '-']
 */
export const codeSeparator = (bins: number): string => (bins < 10 ? '' : '-');

/**
 * All cells of the cube of scores, worst first.
 * @example
 * allCells(2).map((cell) => rfmCode(cell, 2)) // => ['111', '112', '121', '122', '211', '212', '221', '222']
 */
export function allCells(bins: number): Scores[] {
  const scores = Array.from({ length: bins }, (_, index) => index + 1);
  return scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => ({ r, f, m }))));
}
