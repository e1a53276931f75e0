import { findFirefox } from '../support/find-firefox.ts';
import { prepareTypes } from './prepare-types.ts';
import { runStages } from './run-stages.ts';
import { buildStages, chromiumStage, firefoxStage, restingStage, staticStages, unitStage } from './stages.ts';

const hasFirefox = findFirefox() !== undefined;
if (!hasFirefox) console.log('Firefox ESR is not installed: its end-to-end run is left out.');

await prepareTypes();
await runStages([
  staticStages,
  ...buildStages.map((stage) => [stage]),
  [unitStage, restingStage],
  [chromiumStage],
  ...(hasFirefox ? [[firefoxStage]] : []),
]);
