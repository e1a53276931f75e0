import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** The stories that run in one browser only, each with the reason. Every other one runs in both. */
const exceptions: Record<string, string> = {
  'containers.firefox.test.ts': 'Chromium has no containers.',
  'long-runs.chromium.test.ts': 'Firefox has no permission to keep the computer awake.',
};

describe('the stories of one browser', () => {
  it('are those that have a reason', async () => {
    const files = await readdir(import.meta.dirname);
    const ofOne = files.filter((name) => /\.(chromium|firefox)\.test\.ts$/.test(name));
    expect(ofOne.toSorted()).toEqual(Object.keys(exceptions).toSorted());
  });
});
