import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { deployment } from './deployment.ts';

/** The shared logger. Use constant messages with facts as keys, and never log customer data. */
export const logger = new Logger({ serviceName: 'strata' });

/** The shared metrics, in CloudWatch embedded metric format. Marked pure, so that bundles without metrics omit it. */
export const metrics = /* @__PURE__ */ new Metrics({
  namespace: 'Strata',
  serviceName: 'strata',
  defaultDimensions: deployment === undefined ? {} : { deployment },
});
