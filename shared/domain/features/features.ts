import {
  identityFeatures,
  interactionFeatures,
  preferenceFeatures,
  profileFeatures,
  surveyFeatures,
} from './profile-features.ts';
import {
  backtestFeatures,
  periodFeatures,
  purchaseFeatures,
  reportFeatures,
  rhythmFeatures,
} from './purchase-features.ts';

/**
 * The registry of features: every column of the feature table with its properties. The SQL in `shared/pipeline/features`
 * computes each under its name for all customers, in whichever statement has what it needs;
 * `shared/domain/scoring/order-features.ts` computes those that follow from orders for one.
 */
export const features = {
  ...identityFeatures,
  ...purchaseFeatures,
  ...rhythmFeatures,
  ...periodFeatures,
  ...backtestFeatures,
  ...reportFeatures,
  ...preferenceFeatures,
  ...interactionFeatures,
  ...surveyFeatures,
  ...profileFeatures,
} as const;

export type FeatureName = keyof typeof features;
