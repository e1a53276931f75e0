import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** The answers; the first focusable one gets the focus. */
  buttons: ComponentChildren;
  /** `wide`: for what is read, and not only answered. */
  size?: 'wide';
  /** Closed by Escape or by whoever drew it. */
  onClose(): void;
}

/** A question over the page, modal while it is drawn. The focus stays inside and goes back to where it was. */
export function Dialog({ title, children, buttons, size, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      // By now the dialog has left the page, and Chromium gives the focus back only from one that is still in it.
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
