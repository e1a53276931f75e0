import { runCommand } from './command.ts';

/** Takes the pictures in `tests/browser/looks/` anew. */
const { code, output } = await runCommand('vitest', ['run', 'tests/browser/looks.test.ts'], {
  MAIL_ARK_UPDATE_LOOKS: '1',
});
console.log(output);
process.exitCode = code ?? 1;
