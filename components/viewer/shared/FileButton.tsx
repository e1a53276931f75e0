import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FileButtonProps {
  kind?: 'primary' | 'plain';
  /** As the `accept` attribute of an input. */
  accept?: string;
  isMultiple?: boolean;
  /** Whether a whole folder is chosen. */
  isFolder?: boolean;
  /** Never called with an empty list. */
  onChoose(files: File[]): void;
  children: ComponentChildren;
}

/**
 * A button that opens the file picker. The browser's own file input is labelled in the browser's language, which may
 * differ from the one chosen here.
 */
export function FileButton(props: FileButtonProps) {
  const { kind = 'plain', accept, isMultiple = false, isFolder = false, onChoose, children } = props;
  const id = useId();
  return (
    <span class="file-button">
      <input
        id={id}
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple={isMultiple}
        ref={isFolder ? takeFolder : null}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          if (files.length > 0) onChoose(files);
          // Without this, choosing the same files again fires no event.
          currentTarget.value = '';
        }}
      />
      <label htmlFor={id} class="button" data-kind={kind}>
        {children}
      </label>
    </span>
  );
}

/** `webkitdirectory` is missing from Preact's types. */
function takeFolder(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}
