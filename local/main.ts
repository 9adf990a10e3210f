import { inspectCommand } from './inspect-command.ts';
import { CommandError, help, type Options, parseOptions, USAGE_EXIT } from './options.ts';
import { runCommand } from './run-command.ts';
import { openTerminal } from './terminal.ts';

const FAILED_EXIT = 1;

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code */
async function main(args: string[]): Promise<number> {
  const terminal = openTerminal(args.includes('--json'));
  let options: Options | undefined;
  try {
    options = parseOptions(args);
    if (options.help) {
      terminal.tell(help);
      return 0;
    }
    const command = options.inspect ? inspectCommand : runCommand;
    return (await command(options, terminal)) ? 0 : FAILED_EXIT;
  } catch (error) {
    const { message, stack } = error as Error;
    terminal.error(options?.verbose ? (stack ?? message) : message);
    return error instanceof CommandError ? USAGE_EXIT : FAILED_EXIT;
  }
}
