/** The three scores of a customer, each from 1 to the number of bins; the highest is best. */
export interface Scores {
  r: number;
  f: number;
  m: number;
}

/**
 * Which bin a value falls into: 1 + how many cut points it exceeds. Equal values always fall into the same.
 * @param cuts ascending; where several are equal, the bins between them stay empty
 */
export const binOf = (value: number, cuts: readonly number[]): number => 1 + cuts.filter((cut) => value > cut).length;

/** The code of three scores: 543, or 10-9-8 where scores have two digits. */
export const codeOf = ({ r, f, m }: Scores, bins: number): string => [r, f, m].join(codeSeparator(bins));

/** What stands between the scores of a code. */
export const codeSeparator = (bins: number): string => (bins < 10 ? '' : '-');

/** All cells of the cube of scores, worst first. */
export function everyCell(bins: number): Scores[] {
  const scores = Array.from({ length: bins }, (_, index) => index + 1);
  return scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => ({ r, f, m }))));
}
