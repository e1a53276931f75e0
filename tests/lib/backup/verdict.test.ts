import { describe, expect, it } from 'vitest';
import { afterRefusal, type Trouble } from '../../../lib/backup/verdict.ts';
import type { ErrorCode } from '../../../lib/errors.ts';

const before: Trouble = { refusedAt: '2026-01-01T00:00:00.000Z', run: 'r1', code: 'not-found' };
const refusal = (
  run: string,
  at: string,
  code: ErrorCode = 'not-found',
  kind: 'mail' | 'asset' = 'asset',
) => ({
  ...{ kind, code, at, run },
});

describe('the rules for what is refused while others are served', () => {
  it.each<[string, Trouble | undefined, ReturnType<typeof refusal>, string]>([
    ['the first time', undefined, refusal('r1', '2026-01-01T00:00:00.000Z'), 'damaged'],
    ['again in the same run, hours later', before, refusal('r1', '2026-01-01T05:00:00.000Z'), 'damaged'],
    ['in another run nine minutes later', before, refusal('r2', '2026-01-01T00:09:59.999Z'), 'damaged'],
    ['in another run ten minutes later', before, refusal('r2', '2026-01-01T00:10:00.000Z'), 'gone'],
    ['in another run, by a clock set back', before, refusal('r2', '2025-12-31T00:00:00.000Z'), 'damaged'],
    ['with another answer', before, refusal('r2', '2026-01-02T00:00:00.000Z', 'forbidden'), 'damaged'],
    [
      'with a page instead of a file, however often',
      { ...before, code: 'error-page' },
      refusal('r2', '2026-01-02T00:00:00.000Z', 'error-page'),
      'damaged',
    ],
    [
      'with words that are not understood',
      undefined,
      refusal('r1', '2026-01-01T00:00:00.000Z', 'broken-record', 'mail'),
      'quarantined',
    ],
  ])('let it stand rightly when it is refused %s', (_how, trouble, refused, state) => {
    expect(afterRefusal(trouble, refused).state).toBe(state);
  });

  it('remember the first of equal answers, and begin anew with another one', () => {
    expect(afterRefusal(undefined, refusal('r1', before.refusedAt)).trouble).toEqual(before);
    expect(afterRefusal(before, refusal('r2', '2026-01-01T00:05:00.000Z')).trouble).toEqual(before);
    expect(afterRefusal(before, refusal('r2', '2026-01-02T00:00:00.000Z', 'forbidden')).trouble).toEqual({
      refusedAt: '2026-01-02T00:00:00.000Z',
      run: 'r2',
      code: 'forbidden',
    });
  });
});
