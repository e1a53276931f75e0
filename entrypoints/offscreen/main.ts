import { answerExports } from '../../lib/browser/export/answer-exports.ts';
import { openExportPlan } from '../../lib/browser/export/export-plan.ts';
import { createLocalHost } from '../../lib/browser/export/local-host.ts';

answerExports(createLocalHost(openExportPlan));
