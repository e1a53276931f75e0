import { useEffect, useRef, useState } from 'preact/hooks';
import type { MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { tagColors, tagNameKey } from '../../../lib/mail/marks.ts';
import type { Tag, TagColor } from '../../../lib/mail/marks.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';
import { TagColors } from '../shared/TagColors.tsx';
import type { MarksView } from '../shared/use-marks.ts';

interface TagDialogProps {
  keys: readonly MailKey[];
  marks: MarksView;
  edit: NonNullable<MarksView['edit']>;
  onClose(): void;
  t: Translate;
}

/**
 * Adds tags to mails and removes them, for one mail or many; a checkbox is indeterminate when only some of them have
 * the tag.
 */
export function TagDialog({ keys, marks, edit, onClose, t }: TagDialogProps) {
  const { tags, byKey } = marks;
  const [name, setName] = useState('');
  const [color, setColor] = useState<TagColor>(() => nextColor(tags));
  const countOf = (id: string): number =>
    keys.filter((key) => byKey.get(mailKeyText(key))?.tags.includes(id)).length;
  const change = (id: string, isOn: boolean): void =>
    void edit({ change: { keys, change: isOn ? { addTags: [id] } : { removeTags: [id] } } });
  const add = (event: Event): void => {
    event.preventDefault();
    const written = name.replace(/\s+/gu, ' ').trim();
    if (written === '') return;
    const known = tags.find((tag) => tagNameKey(tag.name) === tagNameKey(written));
    const tag = known ?? { id: crypto.randomUUID(), name: written, color };
    void edit({ ...(!known && { putTags: [tag] }), change: { keys, change: { addTags: [tag.id] } } });
    setName('');
    setColor(nextColor([...tags, tag]));
  };
  return (
    <Dialog
      title={t('viewerTagsTitle', { count: keys.length })}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('viewerDone')}
        </Button>
      }
    >
      {tags.length > 0 && (
        <ul class="tag-choices">
          {tags.map((tag) => {
            const count = countOf(tag.id);
            return (
              <li key={tag.id}>
                <TagBox
                  tag={tag}
                  state={count === 0 ? 'none' : count === keys.length ? 'all' : 'some'}
                  onChange={(isOn) => change(tag.id, isOn)}
                />
              </li>
            );
          })}
        </ul>
      )}
      <form class="tag-new" onSubmit={add}>
        <input
          class="field"
          value={name}
          maxLength={60}
          autoComplete="off"
          aria-label={t('viewerTagNew')}
          placeholder={t('viewerTagNew')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('viewerTagAdd')}
        </Button>
        <TagColors value={color} onChange={setColor} t={t} />
      </form>
    </Dialog>
  );
}

interface TagBoxProps {
  tag: Tag;
  state: 'none' | 'some' | 'all';
  onChange(isOn: boolean): void;
}

function TagBox({ tag, state, onChange }: TagBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <label class="tag-choice">
      <input
        type="checkbox"
        ref={box}
        checked={state === 'all'}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="tag-dot" data-color={tag.color} aria-hidden="true" />
      <span dir="auto">{tag.name}</span>
    </label>
  );
}

/** The colour that the fewest tags have. */
function nextColor(tags: readonly Tag[]): TagColor {
  const uses = (color: TagColor): number => tags.filter((tag) => tag.color === color).length;
  return [...tagColors].sort((a, b) => uses(a) - uses(b))[0] ?? tagColors[0];
}
