import { runStages } from './run-stages.ts';
import { buildStages, faultStage } from './stages.ts';

await runStages([...buildStages.map((stage) => [stage]), [faultStage]]);
