import { browser } from 'wxt/browser';
import type { Overview } from '../../messages.ts';

const needsTheUser = new Set(['signed-out', 'account-changed', 'permission-missing', 'storage-full']);

let shown = '';

/** What the toolbar's icon shows: how far a backup is, or that it needs the user. */
export function chooseBadge({ services, storeProblem }: Overview): { text: string; color: string } {
  const running = services.find(({ state }) => state.phase === 'running');
  const isCalling =
    storeProblem !== undefined ||
    services.some(
      ({ state }) =>
        state.phase === 'failed' ||
        (state.phase === 'done' && state.waiting !== undefined) ||
        (state.phase === 'resting' && needsTheUser.has(state.reason)),
    );
  return {
    text: running ? runningText(running.state) : isCalling ? '!' : '',
    color: isCalling && !running ? '#b3261e' : '#2f6f6a',
  };
}

/** Shows the badge of the overview on the toolbar. */
export async function showBadge(overview: Overview): Promise<void> {
  const { text, color } = chooseBadge(overview);
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
