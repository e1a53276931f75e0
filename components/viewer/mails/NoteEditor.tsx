import { useEffect, useRef, useState } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';

interface NoteEditorProps {
  /** The note with the user's name shown as chosen. */
  note: string;
  /** The note as written, where it differs; shown only while it is edited. */
  noteAsWritten: string | undefined;
  /** Undefined where notes cannot be changed: the note is then read-only. */
  save: ((note: string) => Promise<void>) | undefined;
  /** The number of requests to write a note since the mail was opened. */
  requests: number;
  t: Translate;
}

const typingRestMs = 600;

/** The user's note under a mail. It is saved while the user types, and a status line confirms it. */
export function NoteEditor({ note, noteAsWritten, save, requests, t }: NoteEditorProps) {
  const kept = noteAsWritten ?? note;
  const [text, setText] = useState(kept);
  const [isEditing, setEditing] = useState(false);
  const [state, setState] = useState<'idle' | 'saving' | 'saved' | 'failed'>('idle');
  const input = useRef<HTMLTextAreaElement>(null);
  const latest = useRef({ text, saved: kept, save });
  latest.current = { ...latest.current, text, save };

  // A note changed in another window replaces this one, unless it is being edited here.
  useEffect(() => {
    if (latest.current.text === latest.current.saved) setText(kept);
    latest.current.saved = kept;
  }, [kept]);

  const keep = useRef((): void => {
    const { text: written, saved, save: write } = latest.current;
    if (!write || written === saved) return;
    setState('saving');
    latest.current.saved = written;
    write(written).then(
      () => setState('saved'),
      () => setState('failed'),
    );
  }).current;
  useEffect(() => {
    const timer = setTimeout(keep, typingRestMs);
    return () => clearTimeout(timer);
  }, [text, keep]);
  useEffect(() => keep, [keep]);
  useEffect(() => {
    addEventListener('pagehide', keep);
    return () => removeEventListener('pagehide', keep);
  }, [keep]);
  useEffect(() => {
    if (requests > 0) input.current?.focus();
  }, [requests]);

  if (!save && note === '') return null;
  if (save && note === '' && text === '' && requests === 0) return null;
  return (
    <section class="note" aria-label={t('viewerNote')}>
      <h3>{t('viewerNote')}</h3>
      {save ? (
        <>
          <textarea
            ref={input}
            class="field"
            rows={3}
            dir="auto"
            aria-label={t('viewerNote')}
            placeholder={t('viewerNotePlaceholder')}
            value={isEditing || text !== kept ? text : note}
            onInput={(event) => setText(event.currentTarget.value)}
            onFocus={() => setEditing(true)}
            onBlur={() => {
              setEditing(false);
              keep();
            }}
          />
          <p class="quiet" role="status">
            {state === 'saved' && t('viewerNoteSaved')}
            {state === 'failed' && t('viewerMarkFailed')}
          </p>
        </>
      ) : (
        <p class="note-text" dir="auto">
          {note}
        </p>
      )}
    </section>
  );
}
