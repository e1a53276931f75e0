import type { Outcome } from './left-out.ts';
import type { Stage, StageResult } from './stages.ts';

/** What is to be said of a whole run: lines to print, and complaints, each of which is a failure. */
export interface Review {
  lines: string[];
  complaints: string[];
}

async function runStage(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, details: String(error) };
  }
}

/**
 * Runs groups of stages one after another, the stages of a group side by side, with a line for each. Prints what `review`
 * says of all their tests, and the sum alone on the last line; sets the exit code.
 */
export async function runStages(
  groups: Stage[][],
  review: (outcomes: Outcome[]) => Promise<Review>,
): Promise<void> {
  let passed = 0;
  let failed = 0;
  const outcomes: Outcome[] = [];
  for (const group of groups) {
    await Promise.all(
      group.map(async (stage) => {
        const started = performance.now();
        const result = await runStage(stage);
        passed += result.passed;
        failed += result.failed;
        const ofStage = result.outcomes ?? [];
        outcomes.push(...ofStage);
        const seconds = Math.round((performance.now() - started) / 1000);
        const count = ofStage.filter(({ state }) => state === 'left out').length;
        const note = count === 0 ? '' : `, ${count} left out`;
        if (result.details !== undefined) console.log(result.details.trimEnd());
        console.log(`${stage.name}: ${result.passed} passed, ${result.failed} failed${note} (${seconds} s)`);
      }),
    );
  }
  const { lines, complaints } = await review(outcomes);
  for (const line of [...lines, ...complaints]) console.log(line);
  failed += complaints.length;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
