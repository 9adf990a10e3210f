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

  /** Whether an execution is running; false if it no longer exists, true while there are too many requests to know. */
  isRunning(executionArn: string): Promise<boolean>;

  /**
   * How an execution ended that is not running, as a sentence without a full stop, such as `Its execution was stopped (why)`.
   * @returns undefined if there is nothing to tell
   */
  endingOf(executionArn: string): Promise<string | undefined>;
}
