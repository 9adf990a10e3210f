import type { Execution, WorkflowEvent } from '../platform/workflow.ts';
import { type Definition, stageOfState } from '../platform/workflow-definition.ts';

/** Progress of one stage, a state that invokes a function. */
export interface StageProgress {
  stage: string;
  /** Milliseconds since 1970. */
  enteredAt: number;
  /** For a map: items that have ended, including failed ones, and the total. */
  done: number;
  total: number | undefined;
  failed: number;
  retries: number;
  /** Set once the stage has ended. */
  seconds: number | undefined;
}

export type StageTimer = ReturnType<typeof stageTimer>;

/**
 * Measures the stages of executions from the events of the state machine.
 * @param onChange called when a stage starts, progresses or ends
 */
export function stageTimer(definition: Definition, onChange: (progress: StageProgress) => void) {
  const inProgress = new Map<string, StageProgress>();
  const seconds: Record<string, number> = {};

  function change(key: string, update: (progress: StageProgress) => void): void {
    const progress = inProgress.get(key);
    if (!progress) return;
    update(progress);
    onChange(progress);
  }

  function stageEntered(key: string, stage: string, event: Extract<WorkflowEvent, { type: 'StateEntered' }>): void {
    if (inProgress.has(key)) return;
    const items = mapItems(definition.States[event.state.name]?.ItemsPath, event.state.input);
    const total = items?.length;
    const enteredAt = event.timestamp;
    inProgress.set(key, { stage, enteredAt, total, done: 0, failed: 0, retries: 0, seconds: undefined });
    change(key, () => {});
  }

  function stageExited(key: string, stage: string, timestamp: number): void {
    change(key, (progress) => {
      progress.seconds = (timestamp - progress.enteredAt) / 1000;
      seconds[stage] = (seconds[stage] ?? 0) + progress.seconds;
    });
    inProgress.delete(key);
  }

  return {
    /** Seconds by stage so far. */
    seconds,

    observe(event: WorkflowEvent, { executionArn }: Execution): void {
      const name = 'parentState' in event ? event.parentState.name : 'state' in event ? event.state.name : undefined;
      const inItem = 'index' in event && event.index !== undefined && !('parentState' in event);
      const stage = name && (inItem ? name : stageOfState(definition, name));
      if (!stage) return;
      const key = `${executionArn} ${stage}`;
      if (event.type === 'StateEntered' && !inItem) stageEntered(key, stage, event);
      if (event.type === 'StateExited' && !inItem && !isSettling(event.state.output))
        stageExited(key, stage, event.timestamp);
      if (event.type === 'MapIterationSucceeded') change(key, (progress) => progress.done++);
      if (event.type === 'StateRetried') change(key, (progress) => progress.retries++);
      if (event.type === 'StateCaught') change(key, (progress) => progress.failed++);
    },
  };
}

/** Until the inbox is quiet, `open-run` runs repeatedly; that counts as one stage. */
function isSettling(output: unknown): boolean {
  return (output as { run?: { outcome?: string } } | undefined)?.run?.outcome === 'settling';
}

/** Resolves a path such as `$.run.uploads` in a state's input. */
function mapItems(path: string | undefined, input: unknown): unknown[] | undefined {
  const names = path?.split('.').slice(1);
  const items = names?.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], input);
  return Array.isArray(items) ? items : undefined;
}
