import { describe, expect, it } from 'vitest';
import { projectRoot } from './prepare.mjs';
import { findWays } from './walk.ts';

describe('the ways that a newcomer walks first', () => {
  it('pass few folders, and never turn back', () => {
    const ways = findWays(projectRoot);
    expect(ways.map(({ name }) => name)).toEqual(['a mail', 'an asset', 'an export', 'an import']);
    for (const { name, files, folders, turnsBack } of ways) {
      expect(files.length, name).toBeGreaterThan(4);
      expect(new Set(folders).size, name).toBeLessThanOrEqual(10);
      expect(turnsBack, name).toBe(0);
    }
  });
});
