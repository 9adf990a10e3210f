import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type ScheduleTimes, StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { Storage } from './storage.ts';

export interface ScheduleCheckProps extends ScheduleTimes {
  storage: Storage;
  deadLetters: Queue;
  architecture: StageFunctionProps['architecture'];
}

const INTERVAL = Duration.hours(6);

/** Checks a few times a day that the last monthly run happened. */
export class ScheduleCheck extends Construct {
  /** 1 while the monthly run is overdue, otherwise 0. */
  readonly overdue: IMetric;

  constructor(scope: Construct, id: string, props: ScheduleCheckProps) {
    super(scope, id);
    const { storage, deadLetters, architecture } = props;
    const check = new StageFunction(this, 'check-schedule', { name: 'operations/check-schedule', architecture })
      .readsRuns(storage.table)
      .knowsSchedule(props);

    new Rule(this, 'Rule', {
      description: 'Checks that the monthly run happened',
      schedule: Schedule.rate(INTERVAL),
      targets: [new LambdaFunction(check.function, { deadLetterQueue: deadLetters })],
    });
    this.overdue = new Metric({
      namespace: 'Strata',
      metricName: 'MonthlyRunOverdue',
      dimensionsMap: { service: 'strata', deployment: Stack.of(this).stackName },
      statistic: 'Maximum',
      period: INTERVAL,
    });
  }
}
