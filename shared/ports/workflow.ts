/** The segmentation workflow. */
export interface Workflow {
  /**
   * Starts an execution.
   * @param name unique execution name; default: a generated one
   * @returns its ARN
   */
  start(input: object, name?: string): Promise<string>;

  /** The ARN of the execution with a name. */
  executionArn(name: string): string;

  /** Whether an execution is running; false if it no longer exists. */
  isRunning(executionArn: string): Promise<boolean>;
}
