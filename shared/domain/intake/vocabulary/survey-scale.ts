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
  ...{ 'extremely satisfied': 5, 'somewhat satisfied': 4, 'neither satisfied nor dissatisfied': 3 },
  ...{ 'somewhat dissatisfied': 2, 'extremely dissatisfied': 1 },
  ...{ 'strongly agree': 5, agree: 4, 'neither agree nor disagree': 3, disagree: 2, 'strongly disagree': 1 },
  ...{ 'extremely likely': 5, 'very likely': 5, 'somewhat likely': 4, likely: 4, 'neither likely nor unlikely': 3 },
  ...{ 'somewhat unlikely': 2, unlikely: 2, 'very unlikely': 1, 'extremely unlikely': 1, 'not at all likely': 1 },
  ...{ 非常同意: 5, 同意: 4, 不同意: 2, 非常不同意: 1, 非常愿意: 5, 愿意: 4, 不愿意: 2, 非常不愿意: 1 },
};

/** Words at the ends of a scale of ten points, in lower case; those between them have no certain score there. */
export const tenPointWords: Readonly<Record<string, number>> = {
  ...{ 'extremely likely': 10, 'not at all likely': 0, 非常愿意: 10, 非常可能: 10, 完全不可能: 0, 非常不愿意: 0 },
};

/**
 * Pattern of a score with the words of its anchor behind or before it, in lower case, such as `10 - extremely likely`; valid in RE2 and
 * JavaScript. Its groups are the score.
 */
const anchorWords =
  'extremely|very|not at all|somewhat|neither|neutral|likely|unlikely|satisf|dissatisf|strongly|agree|disagree|非常|完全|很|比较|一般|不';
export const anchoredScore = [
  String.raw`^\(?(\d{1,3}(?:[.,]\d+)?)\)?(?:\s*[-–—:.=)]\s*\p{L}|\s*(?:分|星)?\s*[（(]?\s*(?:${anchorWords}))[^\d]*$`,
  String.raw`^\p{L}[^\d]*[:（(]\s*(\d{1,3})\s*[)）]?$`,
].join('|');
