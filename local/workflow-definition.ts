import { readFile } from 'node:fs/promises';

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

/** The state machine that is deployed, with its maps made to work on one item at a time, so that memory stays flat. */
export async function readDefinition(): Promise<Definition> {
  const file = new URL('../infra/segmentation.asl.json', import.meta.url);
  const oneAtATime = (key: string, value: unknown) => (key === 'MaxConcurrency' ? 1 : value);
  return JSON.parse(await readFile(file, 'utf8'), oneAtATime);
}

/** Every function the definition calls, also from within maps. */
export function functionsOf({ States }: Definition): string[] {
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.ItemProcessor) return functionsOf(state.ItemProcessor);
    return state.Type === 'Task' ? [name] : [];
  });
}

/** The function whose work a state is: its own, or the one its items go through; undefined for states without one. */
export function functionOf({ States }: Definition, name: string): string | undefined {
  const state = States[name];
  if (state?.ItemProcessor) return state.ItemProcessor.StartAt;
  return state?.Type === 'Task' ? name : undefined;
}
