import { Aws, type Stack } from 'aws-cdk-lib';

/**
 * The workflow's name and ARNs, built without a reference to the state machine. The state machine refers to its functions
 * and some functions need its ARN; references in both directions would be a circular dependency in CloudFormation.
 */
export class WorkflowName {
  readonly name: string;
  readonly arn: string;
  /** ARN pattern of all executions. */
  readonly executions: string;
  /** ARN pattern of the child executions and map runs of distributed maps. */
  readonly mapExecutions: string;

  constructor(stack: Stack) {
    const states = `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    this.name = `${stack.stackName}-segmentation`;
    this.arn = `${states}:stateMachine:${this.name}`;
    this.executions = `${states}:execution:${this.name}:*`;
    this.mapExecutions = `${states}:execution:${this.name}/*`;
  }
}
