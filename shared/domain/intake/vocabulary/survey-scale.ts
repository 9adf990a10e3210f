/** The lowest and the highest score that a survey lets people give. */
export interface Scale {
  lowest: number;
  highest: number;
}

const nps: Scale = { lowest: 0, highest: 10 };
const fivePoints: Scale = { lowest: 1, highest: 5 };
const sevenPoints: Scale = { lowest: 1, highest: 7 };
const percent: Scale = { lowest: 0, highest: 100 };

/** Scales that a name stands for. */
const named: readonly [RegExp, Scale][] = [
  [/nps|net ?promoter|recommend|推荐|净推荐/i, nps],
  [/csat|stars?\b|星级|五分/i, fivePoints],
  [/\bces\b|effort/i, sevenPoints],
  [/percent|百分|%/i, percent],
  [/十分制/, { lowest: 1, highest: 10 }],
];
/** Scales that are met most, narrowest first. */
const usual = [fivePoints, { lowest: 0, highest: 5 }, sevenPoints, nps, percent];

/** What a word of satisfaction counts for on {@link fivePoints}; compared in lower case. */
export const scoreWords: Readonly<Record<string, number>> = {
  ...{ 'very satisfied': 5, satisfied: 4, neutral: 3, dissatisfied: 2, 'very dissatisfied': 1 },
  ...{
    excellent: 5,
    good: 4,
    average: 3,
    fair: 3,
    bad: 2,
    poor: 2,
    terrible: 1,
    unsatisfied: 2,
    'very unsatisfied': 1,
  },
  ...{
    非常满意: 5,
    很满意: 5,
    满意: 4,
    比较满意: 4,
    一般: 3,
    中立: 3,
    不满意: 2,
    不太满意: 2,
    非常不满意: 1,
    很不满意: 1,
  },
  ...{ 好评: 5, 中评: 3, 差评: 1 },
};

/** A typing error among many answers is no reason to take them for another scale; so many of them are. */
const NEARLY_ALL = 0.99;
/** Where the name says which scale it is, fewer have to be on it. */
const MOST = 0.8;

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
  const said = [
    ...named.filter(([pattern]) => pattern.test(stated)),
    ...named.filter(([pattern]) => pattern.test(name)),
  ];
  return (
    said.map(([, scale]) => scale).find((scale) => holds(scale, scores, MOST)) ??
    usual.find((scale) => holds(scale, scores, NEARLY_ALL))
  );
}
