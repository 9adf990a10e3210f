import { readFile } from 'node:fs/promises';
import { BUCKETS_AT_ONCE } from './environment.ts';

/** As much of the Amazon States Language as has to be understood here. */
export interface State {
  Type: string;
  ItemsPath?: string;
  ItemProcessor?: Definition;
}

export interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

/** States that share the machine among buckets, see `BUCKETS_AT_ONCE`. */
const shared = new Set(['build-all-features', 'assign-all-tiers']);

/** The state machine that is deployed, with its maps made to work on few items at a time, so that memory stays flat. */
export async function readDefinition(): Promise<Definition> {
  const file = new URL('../../infra/segmentation.asl.json', import.meta.url);
  const fewAtATime = (name: string, value: unknown) =>
    isMap(value) ? { ...value, MaxConcurrency: shared.has(name) ? BUCKETS_AT_ONCE : 1 } : value;
  return JSON.parse(await readFile(file, 'utf8'), fewAtATime);
}

const isMap = (value: unknown): value is State => (value as State | null)?.Type === 'Map';

/** Every function the definition calls, also from within maps. */
export function calledFunctions({ States }: Definition): string[] {
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.ItemProcessor) return calledFunctions(state.ItemProcessor);
    return state.Type === 'Task' ? [name] : [];
  });
}

/** The function whose work a state is: its own, or the one its items go through; undefined for states without one. */
export function stageOfState({ States }: Definition, name: string): string | undefined {
  const state = States[name];
  if (state?.ItemProcessor) return state.ItemProcessor.StartAt;
  return state?.Type === 'Task' ? name : undefined;
}
