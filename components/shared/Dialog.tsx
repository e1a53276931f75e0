import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** The buttons; the first focusable one gets the focus. */
  buttons: ComponentChildren;
  /** `wide`: for content to be read, not only a question. */
  size?: 'wide';
  /** Called when the user presses Escape. */
  onClose(): void;
}

/** A dialog over the page, modal while it is rendered. The focus stays inside and returns to its opener afterwards. */
export function Dialog({ title, children, buttons, size, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      // The dialog has left the page by now, and Chromium returns the focus only from a dialog that is still in it.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog class="dialog" data-size={size} ref={dialog} aria-labelledby={titleId} onCancel={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <div class="dialog-buttons">{buttons}</div>
    </dialog>
  );
}
