import { namedScales, type Scale, usualScales } from '../vocabulary/survey-scale.ts';

/** Share of scores that must be on a scale. The rest may be typing errors. */
const MIN_SHARE = 0.99;
/** The same for a scale that the survey's name indicates. */
const MIN_SHARE_OF_NAMED = 0.8;

const contains = ({ lowest, highest }: Scale, scores: readonly number[], share: number) =>
  scores.filter((score) => score >= lowest && score <= highest).length >= share * scores.length;

/**
 * Detects the scale of a survey: the stated one, else the one that its name indicates, else the narrowest usual scale that
 * contains nearly all scores.
 * @param scores a sample of the scores
 * @param name name of the survey or of its score column
 * @param stated scale stated in the policy or in a column of the file, such as `0-10`, `out of 5` or `百分制`
 * @returns undefined when no scale fits the scores
 */
export function detectScale(scores: readonly number[], name: string, stated = ''): Scale | undefined {
  const [lowest, highest] = [...stated.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (lowest !== undefined && highest !== undefined && lowest < highest) return { lowest, highest };
  if (lowest !== undefined && lowest > 1) return { lowest: lowest < 10 ? 1 : 0, highest: lowest };
  const candidates = [
    ...namedScales.filter(([pattern]) => pattern.test(stated)),
    ...namedScales.filter(([pattern]) => pattern.test(name)),
  ];
  return (
    candidates.map(([, scale]) => scale).find((scale) => contains(scale, scores, MIN_SHARE_OF_NAMED)) ??
    usualScales.find((scale) => contains(scale, scores, MIN_SHARE))
  );
}
