import { runCommand } from './command.ts';

/** Writes the types that WXT makes from the entrypoints, which the type checker and the linter read. */
export async function prepareTypes(): Promise<void> {
  const { code, output } = await runCommand('wxt', ['prepare']);
  if (code !== 0) console.log(output.trimEnd());
}
