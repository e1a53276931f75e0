import { reviewLeftOut } from './left-out.ts';
import { prepareTypes } from './prepare-types.ts';
import { runStages } from './run-stages.ts';
import {
  buildStages,
  chromiumStage,
  firefoxStage,
  restingStages,
  staticStages,
  unitStage,
} from './stages.ts';
import { findFilesNotRun, listTestFiles } from './test-files.ts';

const files = await listTestFiles();
await prepareTypes();
await runStages(
  [
    staticStages,
    ...buildStages.map((stage) => [stage]),
    [unitStage],
    [chromiumStage, ...restingStages],
    [firefoxStage],
  ],
  (outcomes) => {
    const { lines, complaints } = reviewLeftOut(outcomes, { many: false });
    return Promise.resolve({ lines, complaints: [...complaints, ...findFilesNotRun(files, outcomes)] });
  },
);
