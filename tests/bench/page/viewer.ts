import { whenSeen } from './when-seen.ts';

/** Opens the viewer in a tab and tells how long until the first mail of its list is on screen, and until all are counted. */
export async function openViewer(): Promise<{ listMs: number; wholeListMs: number; mails: number }> {
  const before = performance.now();
  const viewer = window.open('/viewer.html');
  if (!viewer) throw new Error('The viewer did not open.');
  await whenSeen(viewer, '.mail-row');
  const listMs = performance.now() - before;
  await whenSeen(viewer, '.list-count');
  const wholeListMs = performance.now() - before;
  const count = viewer.document.querySelector('.list-count')?.textContent ?? '';
  viewer.close();
  return { listMs, wholeListMs, mails: Number(count.replace(/\D/g, '')) };
}
