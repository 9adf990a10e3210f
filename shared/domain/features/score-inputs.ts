import { namesWith } from './feature.ts';
import { features } from './features.ts';

/** Features that a caller of `POST /v1/score` may give. */
export const scoreInputs = namesWith(features, 'scoreInput');
export type ScoreInput = (typeof scoreInputs)[number];

type InputValue = { INTEGER: number; DOUBLE: number | null; VARCHAR: string | null };
export type ScoreInputs = { [Name in ScoreInput]: InputValue[(typeof features)[Name]['type']] };

/** Where nothing is given, counts are 0 and the rest is unknown. */
export const noScoreInputs = Object.fromEntries(
  scoreInputs.map((name) => [name, features[name].type === 'INTEGER' ? 0 : null]),
) as ScoreInputs;
