import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../shared/Button.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { IconName } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';

/** An action on the open mail. */
export interface ReaderAction {
  icon: IconName;
  label: string;
  act(): void;
}

/** A menu of less frequent actions. Escape, a choice or a click elsewhere closes it. */
export function ReaderMenu({ actions, t }: { actions: readonly ReaderAction[]; t: Translate }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('focusin', onPointer);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('focusin', onPointer);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="reader-menu" ref={root} onKeyDown={onKeyDown}>
      <Button
        kind="quiet"
        shape="icon"
        buttonRef={button}
        aria-label={t('viewerMore')}
        title={t('viewerMore')}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </Button>
      <ul id={listId} class="reader-menu-list" hidden={!isOpen}>
        {actions.map(({ icon, label, act }) => (
          <li key={label}>
            <button
              type="button"
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                act();
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
