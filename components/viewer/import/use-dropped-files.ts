import { useEffect, useState } from 'preact/hooks';

/** Accepts files dropped anywhere in the window; returns whether files are being dragged over it. */
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
      // Moving between elements fires `dragleave` too; only when the pointer leaves the window is there no related
      // target.
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
