import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * A log group that an AWS service writes to. Below `/aws/vendedlogs/`, one entry of the account's CloudWatch Logs resource
 * policy covers all groups; elsewhere each takes some of its 5,120 characters, until deployments fail.
 * @param service part of the name, e.g. `states`
 * @param retention default: three months
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-cwl
 */
export const vendedLogGroup = (
  scope: Construct,
  id: string,
  service: string,
  retention: RetentionDays = RetentionDays.THREE_MONTHS,
): LogGroup =>
  new LogGroup(scope, id, {
    logGroupName: `/aws/vendedlogs/${service}/${Stack.of(scope).stackName}`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
