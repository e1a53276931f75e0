import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** The answers; the first focusable one gets the focus. */
  buttons: ComponentChildren;
  /** Closed by Escape or by whoever drew it. */
  onClose(): void;
}

/** A question over the page, modal while it is drawn. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, children, buttons, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={titleId} onCancel={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <div class="dialog-buttons">{buttons}</div>
    </dialog>
  );
}
