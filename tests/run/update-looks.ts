import { runCommand } from './command.ts';

/** Takes the pictures in `tests/browser/looks/` anew. */
const { code, output } = await runCommand(
  'vitest',
  ['run', '--config', 'tests/e2e/vitest.config.ts', 'tests/browser/looks.chromium.test.ts'],
  { MAIL_ARK_BROWSER: 'chromium', MAIL_ARK_UPDATE_LOOKS: '1' },
);
console.log(output);
process.exitCode = code ?? 1;
