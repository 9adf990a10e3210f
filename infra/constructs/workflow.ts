import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import type { StageFunction } from './stage-function.ts';
import { vendedLogGroup } from './vended-log-group.ts';
import type { WorkflowName } from './workflow-name.ts';

const definitionFile = join(import.meta.dirname, '../segmentation.asl.json');

export interface WorkflowProps {
  name: WorkflowName;
  /** Functions by the name of their placeholder in the definition. */
  functions: Readonly<Record<string, StageFunction>>;
  /** Maximum number of functions that a map runs at a time. */
  mapConcurrency: number;
  /** Default: three months. */
  logRetention?: RetentionDays;
}

/** The state machine of `segmentation.asl.json`. */
export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { name, logRetention } = props;
    const functions = Object.entries(props.functions).map(([stage, { function: lambda }]) => ({ stage, lambda }));

    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name.name,
      definitionBody: DefinitionBody.fromString(readDefinition(props.mapConcurrency)),
      definitionSubstitutions: {
        partition: Aws.PARTITION,
        ...Object.fromEntries(functions.map(({ stage, lambda }) => [stage, lambda.functionName])),
      },
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        destination: vendedLogGroup(this, 'Logs', 'states', logRetention),
      },
    });

    // CDK cannot derive permissions from a definition file.
    this.allow(['lambda:InvokeFunction'], ...functions.map(({ lambda }) => lambda.functionArn));
    this.allowDistributedMaps(name);
    acknowledgeWildcard(this, '*', 'X-Ray and log delivery do not support resource-level permissions');
  }

  /** A distributed map runs its items as child executions of the same state machine. */
  private allowDistributedMaps(name: WorkflowName): void {
    this.allow(['states:StartExecution'], name.arn);
    this.allow(['states:DescribeExecution', 'states:StopExecution'], name.executions, name.mapExecutions);
    for (const resource of [name.executions, name.mapExecutions]) {
      acknowledgeWildcard(
        this,
        resource,
        'Step Functions generates the names of child executions of a distributed map',
      );
    }
  }

  private allow(actions: string[], ...resources: string[]): void {
    this.machine.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }
}

/**
 * The definition with no map wider than the limit, for any partition. Its text is part of the template, because placeholders
 * stand for text and widths must be numbers.
 */
const readDefinition = (mapConcurrency: number): string =>
  JSON.stringify(
    JSON.parse(readFileSync(definitionFile, 'utf8'), (name, value) => {
      if (name === 'MaxConcurrency') return Math.min(value, mapConcurrency);
      return name === 'Resource' ? value.replace('arn:aws:', `arn:\${partition}:`) : value;
    }),
  );
