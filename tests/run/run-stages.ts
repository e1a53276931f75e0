import type { Stage, StageResult } from './stages.ts';

async function runStage(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, details: String(error) };
  }
}

/**
 * Runs groups of stages one after another, the stages of a group side by side, with a line for each. Prints the sum alone
 * on the last line, after what `sumUp` says, and sets the exit code.
 */
export async function runStages(
  groups: Stage[][],
  sumUp: () => Promise<string[]> = () => Promise.resolve([]),
): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const group of groups) {
    await Promise.all(
      group.map(async (stage) => {
        const started = performance.now();
        const result = await runStage(stage);
        passed += result.passed;
        failed += result.failed;
        const seconds = Math.round((performance.now() - started) / 1000);
        const note = result.note === undefined ? '' : `, ${result.note}`;
        if (result.details !== undefined) console.log(result.details.trimEnd());
        console.log(`${stage.name}: ${result.passed} passed, ${result.failed} failed${note} (${seconds} s)`);
      }),
    );
  }
  for (const line of await sumUp()) console.log(line);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
