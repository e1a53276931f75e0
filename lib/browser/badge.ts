import { browser } from 'wxt/browser';
import type { Overview } from '../messages.ts';

const needsThePerson = new Set(['signed-out', 'account-changed', 'permission-missing', 'storage-full']);

let shown = '';

/** Shows on the toolbar how far a backup is, or that it needs somebody. */
export async function showBadge({ services, storeProblem }: Overview): Promise<void> {
  const running = services.find(({ state }) => state.phase === 'running');
  const isCalling =
    storeProblem !== undefined ||
    services.some(
      ({ state }) =>
        state.phase === 'failed' || (state.phase === 'resting' && needsThePerson.has(state.reason)),
    );
  const color = isCalling && !running ? '#b3261e' : '#2f6f6a';
  const text = running ? runningText(running.state) : isCalling ? '!' : '';
  if (shown === color + text) return;
  await browser.action.setBadgeBackgroundColor({ color });
  await browser.action.setBadgeText({ text });
  shown = color + text;
}

function runningText(state: Overview['services'][number]['state']): string {
  if (state.phase !== 'running') return '';
  const { share } = state.progress;
  return share === undefined ? '…' : `${Math.min(99, Math.floor(100 * share))}%`;
}
