import { Aws, type Stack } from 'aws-cdk-lib';

/**
 * The workflow's name, known before the workflow is: its functions may start and watch it, and it calls them.
 * References in both directions would be a circle that CloudFormation cannot deploy.
 */
export class WorkflowName {
  readonly name: string;
  readonly arn: string;
  /** Every execution of the workflow. */
  readonly executions: string;
  /** Every child execution and map run of the workflow's distributed maps. */
  readonly mapExecutions: string;

  constructor(stack: Stack) {
    const states = `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    this.name = `${stack.stackName}-segmentation`;
    this.arn = `${states}:stateMachine:${this.name}`;
    this.executions = `${states}:execution:${this.name}:*`;
    this.mapExecutions = `${states}:execution:${this.name}/*`;
  }
}
