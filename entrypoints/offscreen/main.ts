import { answerExports } from '../../lib/browser/answer-exports.ts';
import { openExportPlan } from '../../lib/browser/export-plan.ts';
import { createLocalHost } from '../../lib/browser/local-host.ts';

answerExports(createLocalHost(openExportPlan));
