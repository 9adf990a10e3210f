import type { WorkflowEvent } from './workflow-event.ts';

/** The most bytes of JSON that a state of Step Functions takes or passes on. */
const LIMIT_BYTES = 262_144;

/**
 * Watches an execution for data beyond the limit of Step Functions, which no state can catch.
 * @returns a function that takes each event, and tells the cause once there is one
 */
export function dataLimit(): (event: WorkflowEvent) => string | undefined {
  /** Bytes of the results of items so far, by Map state. */
  const results = new Map<string, number>();

  return (event) => {
    if (event.type === 'StateEntered') results.delete(event.state.name);
    if (event.type === 'StateEntered' || event.type === 'StateExited') {
      const { name, input, output } = event.state;
      return isWithin(jsonBytes(event.type === 'StateEntered' ? input : output)) ? undefined : cause(name);
    }
    if (event.type === 'MapIterationSucceeded') {
      const { name } = event.parentState;
      const { output } = event as { output?: unknown };
      const bytes = (results.get(name) ?? '[]'.length) + jsonBytes(output) + ','.length;
      results.set(name, bytes);
      return isWithin(bytes) ? undefined : cause(name);
    }
    return undefined;
  };
}

const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value ?? null));
const isWithin = (bytes: number) => bytes <= LIMIT_BYTES;
const cause = (state: string) =>
  `The state/task '${state}' has data with a size exceeding the maximum number of bytes service limit.`;
