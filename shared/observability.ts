import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** The one logger: constant messages, facts as keys, never a customer's data. */
export const logger = new Logger({ serviceName: 'strata' });

/** The one metrics sink, in CloudWatch's embedded format. Marked so that bundles that measure nothing leave it out. */
export const metrics = /* @__PURE__ */ new Metrics({ namespace: 'Strata', serviceName: 'strata' });
