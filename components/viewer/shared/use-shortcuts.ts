import { useEffect, useRef } from 'preact/hooks';

/**
 * Actions by `KeyboardEvent.key`; with Control or Command the name is like `Ctrl+p`. Undefined: no action at the
 * moment.
 */
export type Shortcuts = Record<string, (() => void) | undefined>;

/**
 * Listens for keys of the whole page. They are inactive while the user types or a dialog is open, and leave
 * the browser's own shortcuts alone, except those named `Ctrl+…` here.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const act = latest.current[`${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.key}`];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Whether keys are text input at the moment. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')
  );
}
