import { describe, expect, it } from 'vitest';
import { detectScale } from '../../../../../shared/domain/intake/scores/detect-scale.ts';
import { scoreWords } from '../../../../../shared/domain/intake/vocabulary/survey-scale.ts';

describe('detectScale', () => {
  it.each([
    { stated: '0-10', lowest: 0, highest: 10 },
    { stated: '1 to 5', lowest: 1, highest: 5 },
    { stated: 'out of 5', lowest: 1, highest: 5 },
    { stated: '满分100', lowest: 0, highest: 100 },
    { stated: '百分制', lowest: 0, highest: 100 },
    { stated: 'NPS', lowest: 0, highest: 10 },
  ])('uses the stated scale: $stated', ({ stated, lowest, highest }) => {
    expect(detectScale([1, 2], 'score', stated)).toEqual({ lowest, highest });
  });

  it.each([
    { name: 'NPS Score', scores: [3, 4, 5], lowest: 0, highest: 10 },
    { name: '推荐意愿', scores: [1, 2], lowest: 0, highest: 10 },
    { name: 'CSAT', scores: [3, 4, 5], lowest: 1, highest: 5 },
    { name: 'CES', scores: [3, 4, 5], lowest: 1, highest: 7 },
  ])('otherwise uses the scale that "$name" indicates', ({ name, scores, lowest, highest }) => {
    expect(detectScale(scores, name)).toEqual({ lowest, highest });
  });

  it.each([
    { scores: [1, 5], lowest: 1, highest: 5 },
    { scores: [0, 5], lowest: 0, highest: 5 },
    { scores: [1, 7], lowest: 1, highest: 7 },
    { scores: [2, 9], lowest: 0, highest: 10 },
    { scores: [62, 88], lowest: 0, highest: 100 },
  ])('otherwise uses the narrowest usual scale that contains $scores', ({ scores, lowest, highest }) => {
    expect(detectScale(scores, 'score')).toEqual({ lowest, highest });
  });

  it('ignores the name when scores are off the scale that it indicates', () => {
    expect(detectScale([80, 95], 'CSAT')).toEqual({ lowest: 0, highest: 100 });
  });

  it('returns undefined for scores above 100', () => {
    expect(detectScale([120], 'score')).toBeUndefined();
  });
});

it('scores satisfaction words on five points', () => {
  expect(['非常满意', '满意', '一般', '不满意', '非常不满意'].map((word) => scoreWords[word])).toEqual([5, 4, 3, 2, 1]);
});
