import {
  identityFeatures,
  interactionFeatures,
  preferenceFeatures,
  profileFeatures,
  surveyFeatures,
} from './profile-features.ts';
import { backtestFeatures, periodFeatures, purchaseFeatures, rhythmFeatures } from './purchase-features.ts';

/**
 * The registry of features: every column of the feature table with all that other parts of Strata need to know of it. The SQL of
 * `shared/pipeline/features` computes each under its name, in whichever statement has what it needs, and
 * `shared/domain/scoring/order-features.ts` those that follow from orders for a single customer.
 */
export const features = {
  ...identityFeatures,
  ...purchaseFeatures,
  ...rhythmFeatures,
  ...periodFeatures,
  ...backtestFeatures,
  ...preferenceFeatures,
  ...interactionFeatures,
  ...surveyFeatures,
  ...profileFeatures,
} as const;

export type FeatureName = keyof typeof features;
