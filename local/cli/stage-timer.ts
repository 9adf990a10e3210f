import type { Execution, WorkflowEvent } from '../cloud/workflow.ts';
import { type Definition, stageOfState } from '../cloud/workflow-definition.ts';

/** How far one state with a function behind it has come. */
export interface StageProgress {
  stage: string;
  /** Milliseconds since 1970. */
  enteredAt: number;
  /** Of a map: items that have ended, failed ones included, and all of them. */
  done: number;
  total: number | undefined;
  failed: number;
  retries: number;
  /** Once it has ended. */
  seconds: number | undefined;
}

export type StageTimer = ReturnType<typeof stageTimer>;

/**
 * Follows executions from what the state machine logs of them.
 * @param onChange hears of each stage that is entered, moves on or ends
 */
export function stageTimer(definition: Definition, onChange: (progress: StageProgress) => void) {
  const underWay = new Map<string, StageProgress>();
  const seconds: Record<string, number> = {};

  function change(key: string, update: (progress: StageProgress) => void): void {
    const progress = underWay.get(key);
    if (!progress) return;
    update(progress);
    onChange(progress);
  }

  function entered(key: string, stage: string, event: Extract<WorkflowEvent, { type: 'StateEntered' }>): void {
    if (underWay.has(key)) return;
    const items = mapItems(definition.States[event.state.name]?.ItemsPath, event.state.input);
    const total = items?.length;
    const enteredAt = event.timestamp;
    underWay.set(key, { stage, enteredAt, total, done: 0, failed: 0, retries: 0, seconds: undefined });
    change(key, () => {});
  }

  function left(key: string, stage: string, timestamp: number): void {
    change(key, (progress) => {
      progress.seconds = (timestamp - progress.enteredAt) / 1000;
      seconds[stage] = (seconds[stage] ?? 0) + progress.seconds;
    });
    underWay.delete(key);
  }

  return {
    /** Seconds that each stage has taken so far. */
    seconds,

    observe(event: WorkflowEvent, { executionArn }: Execution): void {
      const name = 'parentState' in event ? event.parentState.name : 'state' in event ? event.state.name : undefined;
      const inItem = 'index' in event && event.index !== undefined && !('parentState' in event);
      const stage = name && (inItem ? name : stageOfState(definition, name));
      if (!stage) return;
      const key = `${executionArn} ${stage}`;
      if (event.type === 'StateEntered' && !inItem) entered(key, stage, event);
      if (event.type === 'StateExited' && !inItem && !isSettling(event.state.output)) left(key, stage, event.timestamp);
      if (event.type === 'MapIterationSucceeded') change(key, (progress) => progress.done++);
      if (event.type === 'StateRetried') change(key, (progress) => progress.retries++);
      if (event.type === 'StateCaught') change(key, (progress) => progress.failed++);
    },
  };
}

/** While a drop settles, `open-run` is entered again and again; that is shown as one. */
function isSettling(output: unknown): boolean {
  return (output as { run?: { outcome?: string } } | undefined)?.run?.outcome === 'settling';
}

/** Follows a path like `$.run.uploads` into a state's input. */
function mapItems(path: string | undefined, input: unknown): unknown[] | undefined {
  const names = path?.split('.').slice(1);
  const items = names?.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], input);
  return Array.isArray(items) ? items : undefined;
}
