import { useEffect, useState } from 'preact/hooks';

/** Takes files that are dropped anywhere in the window; answers whether some hover over it now. */
export function useDroppedFiles(onDrop: ((transfer: DataTransfer) => void) | undefined): boolean {
  const [isHovering, setHovering] = useState(false);
  useEffect(() => {
    if (!onDrop) return;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent): void => {
      // Moving from one element to the next leaves the first; only the way out of the window leads nowhere.
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      setHovering(false);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      onDrop(event.dataTransfer);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [onDrop]);
  return isHovering;
}
