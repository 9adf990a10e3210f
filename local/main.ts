import { inspectCommand } from './cli/inspect-command.ts';
import { errorText } from './cli/machine-errors.ts';
import { help, type Options, parseOptions, USAGE_EXIT } from './cli/options.ts';
import { runCommand } from './cli/run-command.ts';
import { onStopSignal, signalExitCode, stopWithNpm } from './cli/stop-signals.ts';
import { openTerminal, type Terminal } from './cli/terminal.ts';
import { whatIfCommand } from './cli/what-if-command.ts';
import { CommandError } from './command-error.ts';

const FAILED_EXIT = 1;

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code */
async function main(args: string[]): Promise<number> {
  const terminal = openTerminal(args.includes('--json'));
  let options: Options | undefined;
  stopWithNpm();
  // The default would end the process without its exit handlers, which remove temporary files.
  onStopSignal((signal) => process.exit(signalExitCode(signal)));
  try {
    options = parseOptions(args);
    if (options.help) {
      terminal.print(help);
      return 0;
    }
    return (await runSelectedCommand(options, terminal)) ? 0 : FAILED_EXIT;
  } catch (error) {
    const { message, stack } = error as Error;
    const text = options ? errorText(error, options.dataDir) : message;
    terminal.error(options?.verbose ? (stack ?? message) : text);
    return error instanceof CommandError ? USAGE_EXIT : FAILED_EXIT;
  }
}

/** @returns whether the command succeeded */
function runSelectedCommand(options: Options, terminal: Terminal): Promise<boolean> {
  if (options.inspect) return inspectCommand(options, terminal);
  if (options.whatIf !== undefined) return whatIfCommand(options.whatIf, options, terminal);
  return runCommand(options, terminal);
}
