/** The lowest and highest possible score of a survey. */
export interface Scale {
  lowest: number;
  highest: number;
}

const nps: Scale = { lowest: 0, highest: 10 };
const fivePoints: Scale = { lowest: 1, highest: 5 };
const sevenPoints: Scale = { lowest: 1, highest: 7 };
const percent: Scale = { lowest: 0, highest: 100 };

/** Pattern of survey names → the scale that the name indicates. */
export const namedScales: readonly [RegExp, Scale][] = [
  [/nps|net ?promoter|recommend|推荐|净推荐/i, nps],
  [/csat|stars?\b|星级|五分/i, fivePoints],
  [/\bces\b|effort/i, sevenPoints],
  [/percent|百分|%/i, percent],
  [/十分制/, { lowest: 1, highest: 10 }],
];
/** The most common scales, narrowest first. */
export const usualScales = [fivePoints, { lowest: 0, highest: 5 }, sevenPoints, nps, percent];

/** Satisfaction word, in lower case → score on {@link fivePoints}. */
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
