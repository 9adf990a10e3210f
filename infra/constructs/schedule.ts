import { Duration, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression, Schedule as SchedulerSchedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { source } from '../../shared/contracts.ts';

export interface ScheduleProps {
  machine: StateMachine;
  deadLetters: Queue;
  /** Day of the month, 1 to 28. */
  scheduleDay: number;
  /** Hour of that day, 0 to 23. */
  scheduleHour: number;
  /** IANA time zone of day and hour. */
  timeZone: string;
  /** How long to retry a start before it goes to the dead-letter queue. Default: 6 hours. */
  maxEventAge?: Duration;
}

/** Starts a run once a month, whether or not there are new uploads. */
export class Schedule extends Construct {
  readonly schedule: SchedulerSchedule;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    this.schedule = new SchedulerSchedule(this, 'Monthly', {
      description: 'The monthly re-segmentation',
      schedule: ScheduleExpression.cron({
        minute: '0',
        hour: String(props.scheduleHour),
        day: String(props.scheduleDay),
        timeZone: TimeZone.of(props.timeZone),
      }),
      target: new StepFunctionsStartExecution(props.machine, {
        input: ScheduleTargetInput.fromObject({ source: source.schedule }),
        deadLetterQueue: props.deadLetters,
        retryAttempts: 30,
        maxEventAge: props.maxEventAge ?? Duration.hours(6),
      }),
    });
  }
}
