import { describe, expect, it } from 'vitest';
import { findFilesNotRun, listTestFiles } from './test-files.ts';

describe('the files of tests', () => {
  it('are found in every folder', async () => {
    const files = await listTestFiles();
    expect(files).toContain('tests/run/test-files.test.ts');
    expect(files).toContain('tests/structure.test.ts');
    expect(files.filter((file) => file.startsWith('tests/e2e/')).length).toBeGreaterThan(10);
  });

  it('make the run fail where no stage runs them', () => {
    expect(
      findFilesNotRun(
        ['tests/a.test.ts', 'tests/e2e/b.chrome.test.ts'],
        [{ file: 'tests/a.test.ts', test: 'one', state: 'passed' }],
      ),
    ).toEqual(['tests/e2e/b.chrome.test.ts was run by no stage.']);
  });
});
