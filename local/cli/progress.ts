import { styleText } from 'node:util';
import { secondsText } from './format.ts';
import type { StageProgress } from './stage-timer.ts';
import type { Terminal } from './terminal.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const NAME_WIDTH = 16;
const BAR_WIDTH = 20;
const CLEAR_LINE = '\r\u001b[K';

export type ProgressDisplay = ReturnType<typeof progressDisplay>;

/** Shows the stages of a run: one line per completed stage and, on a terminal, a live line for the running one. */
export function progressDisplay(terminal: Terminal) {
  let current: StageProgress | undefined;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    if (!current) return;
    frame = (frame + 1) % FRAMES.length;
    const line = progressLine(FRAMES[frame] ?? '', current, (Date.now() - current.enteredAt) / 1000);
    terminal.write(`${CLEAR_LINE}${line.slice(0, terminal.columns - 1)}`);
  }

  function stop(): void {
    clearInterval(timer);
    if (timer) terminal.write(CLEAR_LINE);
    timer = undefined;
    current = undefined;
  }

  return {
    /** Shows a stage's new state. */
    show(progress: StageProgress): void {
      if (progress.seconds === undefined) {
        current = progress;
        if (terminal.isLive) timer ??= setInterval(draw, FRAME_MS);
        return;
      }
      stop();
      const mark = progress.failed > 0 ? styleText('red', '✗') : styleText('green', '✓');
      terminal.print(progressLine(mark, progress, progress.seconds));
    },
    /** Clears the live line. */
    stop,
  };
}

function progressLine(mark: string, { stage, done, total, failed, retries }: StageProgress, seconds: number): string {
  const items = total === undefined ? '' : `${done}/${total}`;
  const notes = [failed > 0 && total !== undefined && `${failed} failed`, retries > 0 && `${retries} retried`];
  const bar = total === undefined || done >= total ? '' : progressBar(done / total);
  const columns = [stage.padEnd(NAME_WIDTH), secondsText(seconds).padStart(9), items.padStart(9), bar];
  return `  ${mark} ${[...columns, ...notes.filter(Boolean)].join('  ')}`.trimEnd();
}

function progressBar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return '━'.repeat(filled) + '─'.repeat(BAR_WIDTH - filled);
}
