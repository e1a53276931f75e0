import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { BrowserName } from '../support/extension-browser.ts';
import { runCommand } from './command.ts';
import { findUnexpectedNotes } from './extension-lint.ts';
import type { Outcome } from './left-out.ts';
import { projectRoot } from './prepare.mjs';

/** What one stage of the check found. `details` is shown when something failed. */
export interface StageResult {
  passed: number;
  failed: number;
  details?: string;
  /** Of a stage that runs tests: each of them. */
  outcomes?: Outcome[];
}

export interface Stage {
  name: string;
  run(): Promise<StageResult>;
}

/** A tool that only says yes or no: one check, and as many failures as `countFailures` finds in its words. */
function tool(name: string, program: string, args: string[], countFailures: RegExp): Stage {
  return {
    name,
    async run() {
      const { code, output } = await runCommand(program, args);
      if (code === 0) return { passed: 1, failed: 0 };
      return { passed: 0, failed: Math.max(1, output.match(countFailures)?.length ?? 0), details: output };
    },
  };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** Every test of a Vitest configuration counts. */
function vitest(name: string, args: string[], environment: Record<string, string> = {}): Stage {
  return {
    name,
    async run() {
      const reportPath = join(tmpdir(), `mail-ark-report-${process.pid}-${name.replaceAll(' ', '-')}.json`);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
      const { code, output } = await runCommand('vitest', ['run', ...args, ...reporters], environment);
      const text = await readFile(reportPath, 'utf8').catch(() => undefined);
      await rm(reportPath, { force: true });
      if (text === undefined) return { passed: 0, failed: 1, details: output };
      const report = JSON.parse(text) as VitestReport;
      // A file that cannot be loaded has no failed test, yet the run fails.
      const failed = code === 0 ? 0 : Math.max(1, report.numFailedTests);
      return {
        passed: report.numPassedTests,
        failed,
        ...(failed > 0 ? { details: output } : {}),
        outcomes: readOutcomes(report),
      };
    },
  };
}

function readOutcomes({ testResults }: VitestReport): Outcome[] {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: relative(projectRoot, name).replaceAll(sep, '/'),
      test: fullName,
      state: status === 'passed' || status === 'failed' ? status : 'left out',
    })),
  );
}

const extensionLint: Stage = {
  name: 'web-ext lint',
  async run() {
    const { output } = await runCommand('web-ext', [
      'lint',
      '--no-config-discovery',
      '--source-dir=.output/firefox-mv3',
      '--output=json',
    ]);
    const unexpected = findUnexpectedNotes(output);
    if (unexpected.length === 0) return { passed: 1, failed: 0 };
    return { passed: 0, failed: unexpected.length, details: unexpected.join('\n') };
  },
};

const formatting = (...args: string[]) =>
  tool('formatting', 'prettier', ['--check', '.', ...args], /^\[warn\] .+\.\w+$/gm);
const lint = tool('lint', 'oxlint', ['--format=unix'], /^.+:\d+:\d+: /gm);
const types = (...args: string[]) => tool('types', 'tsc', ['--noEmit', '-p', '.', ...args], /error TS/g);

/** Checks that need nothing built, quickest first. */
export const staticStages: Stage[] = [formatting(), lint, types()];

export const unitStage = vitest('unit, property and structure tests', []);

const cacheFolder = 'node_modules/.cache/mail-ark';

/** The same checks, but of files that changed where a tool can tell, and of few random cases. */
export const quickStages: Stage[] = [
  vitest('unit, property and structure tests, few cases', [], { MAIL_ARK_FEW: '1' }),
  lint,
  types('--incremental', '--tsBuildInfoFile', `${cacheFolder}/types.json`),
  formatting('--cache', '--cache-location', `${cacheFolder}/formatting.json`),
];

export const buildStages: Stage[] = [
  tool('build for Chromium', 'wxt', ['build', '-b', 'chrome'], /error/gi),
  tool('build for Firefox', 'wxt', ['build', '-b', 'firefox'], /error/gi),
  extensionLint,
];

/** The end-to-end tests in one of the browsers; all of them unless some are named. */
function stories(name: string, browser: BrowserName, args: string[] = [], environment = {}): Stage {
  return vitest(name, ['--config', 'tests/e2e/vitest.config.ts', ...args], {
    MAIL_ARK_BROWSER: browser,
    MAIL_ARK_BUILT: '1',
    ...environment,
  });
}

/** Its tests wait for minutes and work for seconds, so it goes well with others. */
const resting = 'tests/e2e/rests.test.ts';

export const restingStages = [
  stories('rests in Chromium', 'chromium', [resting]),
  stories('rests in Firefox ESR', 'firefox', [resting]),
];
export const chromiumStage = stories('end to end in Chromium', 'chromium', [`--exclude=${resting}`]);
export const firefoxStage = stories('end to end in Firefox ESR', 'firefox', [`--exclude=${resting}`]);

/** Files whose tests do more where all they can is asked for. */
const faultTests = [
  'tests/lib/backup/governor',
  'tests/lib/backup/faults',
  'tests/lib/backup/bad-minutes',
  'tests/lib/backup/resume',
  'tests/lib/backup/shifting-list',
  'tests/lib/browser/mail-store/resume',
];

/** The tests of faults and kills with all they can, noting at `triedPath` what they tried. */
export function faultStages(triedPath: string): Stage[] {
  const environment = { MAIL_ARK_MANY: '1', MAIL_ARK_TRIED: triedPath };
  return [
    vitest('faults and kills, simulated', faultTests, environment),
    stories('faults and kills in Chromium', 'chromium', [], environment),
    stories('faults and kills in Firefox ESR', 'firefox', [], environment),
  ];
}
