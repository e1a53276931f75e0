import { prepareTypes } from './prepare-types.ts';
import { runStages } from './run-stages.ts';
import { buildStages, chromiumStage, firefoxStage, restingStage, staticStages, unitStage } from './stages.ts';

await prepareTypes();
await runStages([
  staticStages,
  ...buildStages.map((stage) => [stage]),
  [unitStage, restingStage],
  [chromiumStage],
  [firefoxStage],
]);
