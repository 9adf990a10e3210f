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
export const namedScales: readonly [RegExp, Scale][] = [
  [/nps|net ?promoter|recommend|推荐|净推荐/i, nps],
  [/csat|stars?\b|星级|五分/i, fivePoints],
  [/\bces\b|effort/i, sevenPoints],
  [/percent|百分|%/i, percent],
  [/十分制/, { lowest: 1, highest: 10 }],
];
/** Scales that are met most, narrowest first. */
export const usualScales = [fivePoints, { lowest: 0, highest: 5 }, sevenPoints, nps, percent];

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
