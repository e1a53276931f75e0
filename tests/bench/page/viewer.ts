/** Opens the viewer in a tab and tells how long until the first mail of its list is on screen. */
export async function openViewer(): Promise<{ listMs: number; mails: number }> {
  const before = performance.now();
  const viewer = window.open('/viewer.html');
  if (!viewer) throw new Error('The viewer did not open.');
  const listMs = await new Promise<number>((resolve) => {
    const look = (): void => {
      if (viewer.document.querySelector('.mail-row')) resolve(performance.now() - before);
      else setTimeout(look, 5);
    };
    look();
  });
  const count = viewer.document.querySelector('.list-count')?.textContent ?? '';
  viewer.close();
  return { listMs, mails: Number(count.replace(/\D/g, '')) };
}
