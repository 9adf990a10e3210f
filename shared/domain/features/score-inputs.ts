import { namesWith } from './feature.ts';
import { features } from './features.ts';

/** Features that callers of `POST /v1/score` can send. */
export const scoreInputs = namesWith(features, 'scoreInput');
export type ScoreInput = (typeof scoreInputs)[number];

type InputValue = { INTEGER: number; DOUBLE: number | null; VARCHAR: string | null };
export type ScoreInputs = { [Name in ScoreInput]: InputValue[(typeof features)[Name]['type']] };

/** Default inputs: 0 for counts, null for everything else. */
export const noScoreInputs = Object.fromEntries(
  scoreInputs.map((name) => [name, features[name].type === 'INTEGER' ? 0 : null]),
) as ScoreInputs;
