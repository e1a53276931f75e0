import { describe, expect, it } from 'vitest';
import { requestsOnOpen } from '../../../../lib/browser/service/requests-on-open.ts';
import type { ServiceState } from '../../../../lib/messages.ts';
import { aProgress, aService, now } from '../../../components/popup/states.ts';

const finishedAt = new Date(now).toISOString();

/** Whether a click on the toolbar backs up a mailbox in this state. */
const begins: { [Phase in ServiceState['phase']]: [Extract<ServiceState, { phase: Phase }>, boolean] } = {
  ready: [{ phase: 'ready' }, true],
  done: [{ phase: 'done', newMails: 0, failed: 0, finishedAt }, true],
  failed: [{ phase: 'failed', code: 'forbidden' }, true],
  closed: [{ phase: 'closed' }, false],
  'not-permitted': [{ phase: 'not-permitted', wasAllowed: true }, false],
  'signed-out': [{ phase: 'signed-out', isClientOpen: true }, false],
  queued: [{ phase: 'queued' }, false],
  running: [{ phase: 'running', progress: aProgress() }, false],
  resting: [{ phase: 'resting', reason: 'offline' }, false],
  paused: [{ phase: 'paused' }, false],
};

describe('one click on the toolbar', () => {
  it.each(Object.values(begins))('begins a backup in state %o: %s', (state, isBegun) => {
    const services = [aService(state, { account: 'a1' })];
    expect(requestsOnOpen({ services })).toEqual(
      isBegun ? [{ service: 'letters', account: 'a1', isFull: false }] : [],
    );
  });

  it('begins nothing in a mailbox that is not set up', () => {
    expect(requestsOnOpen({ services: [aService({ phase: 'ready' }, { isSetUp: false })] })).toEqual([]);
  });
});
