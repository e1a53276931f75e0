import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FileButtonProps {
  kind?: 'primary' | 'plain';
  /** As the attribute of an input. */
  accept?: string;
  isMultiple?: boolean;
  /** A whole folder is chosen. */
  isFolder?: boolean;
  /** Never called with nothing. */
  onChoose(files: File[]): void;
  children: ComponentChildren;
}

/** A button that asks for files. The browser's own says so in the browser's language, which need not be the one chosen here. */
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
          // The same files may be chosen again.
          currentTarget.value = '';
        }}
      />
      <label htmlFor={id} class="button" data-kind={kind}>
        {children}
      </label>
    </span>
  );
}

/** The attribute has no name in the types of HTML. */
function takeFolder(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}
