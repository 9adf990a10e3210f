import { namedScales, type Scale, usualScales } from '../vocabulary/survey-scale.ts';

/** A typing error among many answers is no reason to take them for another scale; so many of them are. */
const MIN_SHARE = 0.99;
/** Where the name says which scale it is, fewer have to be on it. */
const MIN_SHARE_OF_NAMED = 0.8;

const holds = ({ lowest, highest }: Scale, scores: readonly number[], share: number) =>
  scores.filter((score) => score >= lowest && score <= highest).length >= share * scores.length;

/**
 * The scale of a survey: as it is stated, else as its name says, else the narrowest usual one that holds nearly all scores.
 * @param scores a sample of them
 * @param name what the survey or its column of scores is called
 * @param stated such as `0-10`, `out of 5`, `百分制`; from the policy or a column of the file
 * @returns undefined when the scores are on none of these
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
    candidates.map(([, scale]) => scale).find((scale) => holds(scale, scores, MIN_SHARE_OF_NAMED)) ??
    usualScales.find((scale) => holds(scale, scores, MIN_SHARE))
  );
}
