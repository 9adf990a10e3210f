import {
  identityFeatures,
  interactionFeatures,
  preferenceFeatures,
  profileFeatures,
  surveyFeatures,
} from './profile-features.ts';
import { periodFeatures, purchaseFeatures, rhythmFeatures } from './purchase-features.ts';
import {
  clusterResults,
  lifetimeValueResults,
  rhythmResults,
  scoreResults,
  serviceResults,
  tierResults,
} from './results.ts';

/** The columns of a run's `customers.csv`, in order: features and results. */
export const customerColumns = {
  ...identityFeatures,
  ...tierResults,
  ...scoreResults,
  ...purchaseFeatures,
  ...lifetimeValueResults,
  ...rhythmFeatures,
  ...rhythmResults,
  ...periodFeatures,
  ...clusterResults,
  ...preferenceFeatures,
  ...interactionFeatures,
  ...surveyFeatures,
  ...profileFeatures,
  ...serviceResults,
} as const;

export type CustomerColumn = keyof typeof customerColumns;
export const customerColumnNames = Object.keys(customerColumns) as CustomerColumn[];
