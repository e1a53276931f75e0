/** Opens the viewer in a tab and tells how long until the first mail of its list is on screen, and until all are counted. */
export async function openViewer(): Promise<{ listMs: number; wholeListMs: number; mails: number }> {
  const before = performance.now();
  const viewer = window.open('/viewer.html');
  if (!viewer) throw new Error('The viewer did not open.');
  const seen = async (selector: string): Promise<number> => {
    while (!viewer.document.querySelector(selector)?.textContent)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - before;
  };
  const listMs = await seen('.mail-row');
  const wholeListMs = await seen('.list-count');
  const count = viewer.document.querySelector('.list-count')?.textContent ?? '';
  viewer.close();
  return { listMs, wholeListMs, mails: Number(count.replace(/\D/g, '')) };
}
