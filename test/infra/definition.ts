import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxDelaySeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
}

export interface State {
  Type: string;
  Next?: string;
  Default?: string;
  End?: boolean;
  Choices?: { Next: string }[];
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Parameters?: { FunctionName?: string };
  ItemProcessor?: Flow;
}

export interface Flow {
  StartAt: string;
  States: Record<string, State>;
}

/** The workflow's definition from the file, with its placeholders. */
export const definition: Flow = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../infra/segmentation.asl.json'), 'utf8'),
);

/** The main flow and the flows of its maps. */
export const flows: Flow[] = [
  definition,
  ...Object.values(definition.States).flatMap((state) => state.ItemProcessor ?? []),
];

/** All Task states by name. */
export const tasks: [string, State][] = flows.flatMap(({ States }) =>
  Object.entries(States).filter(([, { Type }]) => Type === 'Task'),
);

/**
 * The states of a run without errors, including those in maps.
 * @param choose returns the next state of a Choice state
 */
export function happyPath(flow: Flow, choose: (state: State) => string | undefined): string[] {
  const names: string[] = [];
  for (let name: string | undefined = flow.StartAt; name !== undefined; ) {
    const state: State | undefined = flow.States[name];
    if (!state) throw new Error(`No state ${name}`);
    names.push(name, ...(state.ItemProcessor ? happyPath(state.ItemProcessor, choose) : []));
    name = state.Type === 'Choice' ? choose(state) : state.Next;
  }
  return names;
}

/** The Task states from a state on, including that state. */
export function tasksFrom(flow: Flow, name: string | undefined): string[] {
  const state = flow.States[name ?? ''];
  if (name === undefined || state === undefined) return [];
  return [...(state.Type === 'Task' ? [name] : []), ...tasksFrom(flow, state.Next)];
}
