import { answerExports } from '../../lib/browser/answer-exports.ts';
import { createLocalHost } from '../../lib/browser/export-host.ts';
import { openExportPlan } from '../../lib/browser/export-plan.ts';

answerExports(createLocalHost(openExportPlan));
