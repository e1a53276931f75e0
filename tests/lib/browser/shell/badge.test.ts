import { describe, expect, it } from 'vitest';
import { chooseBadge } from '../../../../lib/browser/shell/badge.ts';
import type { Overview, ServiceState } from '../../../../lib/messages.ts';
import { aProgress, aService } from '../../../components/popup/states.ts';

const badgeOf = (state: ServiceState, change: Partial<Overview> = {}) =>
  chooseBadge({ services: [aService(state)], export: { phase: 'idle' }, ...change });

describe('the badge', () => {
  it.each(['signed-out', 'account-changed', 'permission-missing', 'storage-full'] as const)(
    'calls in red when a backup waits because of %s',
    (reason) => {
      expect(badgeOf({ phase: 'resting', reason })).toEqual({ text: '!', color: '#b3261e' });
    },
  );

  it.each(['not-allowed-yet', 'offline', 'unreachable', 'asked-to-wait'] as const)(
    'shows nothing when a backup waits because of %s',
    (reason) => {
      expect(badgeOf({ phase: 'resting', reason }).text).toBe('');
    },
  );

  it('shows how far a backup is', () => {
    expect(badgeOf({ phase: 'running', progress: aProgress({ share: 0.417 }) }).text).toBe('41%');
    expect(badgeOf({ phase: 'running', progress: aProgress() }).text).toBe('…');
  });

  it('shows nothing of a service that was never set up', () => {
    expect(badgeOf({ phase: 'not-permitted', wasAllowed: false }).text).toBe('');
    expect(badgeOf({ phase: 'ready' }).text).toBe('');
  });

  it('calls when the mails cannot be opened', () => {
    expect(badgeOf({ phase: 'ready' }, { storeProblem: 'storage-broken' }).text).toBe('!');
  });
});
