import { useState } from 'preact/hooks';
import { tagColors, tagNameKey } from '../../../lib/mail/marks.ts';
import type { MailMark, Tag } from '../../../lib/mail/marks.ts';
import { Button } from '../../shared/Button.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { TagColors } from '../shared/TagColors.tsx';
import type { Notice } from '../shared/use-notice.ts';
import type { MarksView } from '../shared/use-marks.ts';

interface TagSettingsProps {
  marks: MarksView;
  notify(notice: Notice): void;
  t: Translate;
}

/** All tags: add, rename, recolour, merge and delete. Merging and deleting can be undone. */
export function TagSettings({ marks, notify, t }: TagSettingsProps) {
  const { tags, mails, edit } = marks;
  const [edited, setEdited] = useState<Tag>();
  if (!edit) return null;
  const marksWith = (id: string): MailMark[] => mails.filter((mark) => mark.tags.includes(id));

  const save = (tag: Tag): void => {
    const name = tag.name.replace(/\s+/gu, ' ').trim();
    const before = tags.find(({ id }) => id === tag.id);
    const same = tags.find(({ id, name: other }) => id !== tag.id && tagNameKey(other) === tagNameKey(name));
    setEdited(undefined);
    if (name === '') return;
    // A tag renamed to another tag's name is merged into it.
    if (same && before) merge(before, same);
    else if (!same) void edit({ putTags: [{ ...tag, name }] });
  };
  const merge = (from: Tag, into: Tag): void => {
    const before = marksWith(from.id);
    void edit({ mergeTag: { from: from.id, into: into.id } }).then(() =>
      notify({
        text: t('viewerTagMerged', { from: from.name, into: into.name }),
        undo: () => void edit({ putTags: [from], putMails: before }),
      }),
    );
  };
  const remove = (tag: Tag): void => {
    const before = marksWith(tag.id);
    void edit({ deleteTag: tag.id }).then(() =>
      notify({
        text: t('viewerTagDeleted', { name: tag.name }),
        undo: () => void edit({ putTags: [tag], putMails: before }),
      }),
    );
  };

  return (
    <section class="card" aria-labelledby="settings-tags">
      <h3 id="settings-tags">{t('viewerTags')}</h3>
      {tags.length === 0 && <p class="quiet">{t('viewerTagsNone')}</p>}
      <ul class="tag-settings">
        {tags.map((tag) => (
          <li key={tag.id}>
            {edited?.id === tag.id ? (
              <TagForm tag={edited} onChange={setEdited} onSave={save} t={t} />
            ) : (
              <>
                <span class="tag-dot" data-color={tag.color} aria-hidden="true" />
                <span class="tag-settings-name" dir="auto">
                  {tag.name}
                </span>
                <span class="quiet">{t('viewerMailCount', { count: marksWith(tag.id).length })}</span>
                {tags.length > 1 && (
                  <select
                    class="field tag-merge"
                    aria-label={t('viewerTagMerge', { name: tag.name })}
                    value=""
                    onChange={(event) => {
                      const into = tags.find(({ id }) => id === event.currentTarget.value);
                      if (into) merge(tag, into);
                    }}
                  >
                    <option value="">{t('viewerTagMergeInto')}</option>
                    {tags
                      .filter(({ id }) => id !== tag.id)
                      .map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name}
                        </option>
                      ))}
                  </select>
                )}
                <Button
                  kind="quiet"
                  shape="icon"
                  aria-label={t('viewerRename', { name: tag.name })}
                  title={t('viewerRename', { name: tag.name })}
                  onClick={() => setEdited(tag)}
                >
                  <Icon name="edit" />
                </Button>
                <Button
                  kind="quiet"
                  shape="icon"
                  aria-label={t('viewerDeleteNamed', { name: tag.name })}
                  title={t('viewerDeleteNamed', { name: tag.name })}
                  onClick={() => remove(tag)}
                >
                  <Icon name="trash" />
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {edited && !tags.some(({ id }) => id === edited.id) ? (
        <TagForm tag={edited} onChange={setEdited} onSave={save} t={t} />
      ) : (
        <Button
          onClick={() =>
            setEdited({
              id: crypto.randomUUID(),
              name: '',
              color: tagColors[tags.length % tagColors.length] ?? 'rose',
            })
          }
        >
          {t('viewerTagNew')}
        </Button>
      )}
    </section>
  );
}

interface TagFormProps {
  tag: Tag;
  onChange(tag: Tag): void;
  onSave(tag: Tag): void;
  t: Translate;
}

function TagForm({ tag, onChange, onSave, t }: TagFormProps) {
  return (
    <form
      class="tag-new"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(tag);
      }}
    >
      <input
        class="field"
        value={tag.name}
        maxLength={60}
        autoComplete="off"
        aria-label={t('viewerTagName')}
        placeholder={t('viewerTagName')}
        ref={focusOnce}
        onInput={(event) => onChange({ ...tag, name: event.currentTarget.value })}
      />
      <Button type="submit">{t('viewerSave')}</Button>
      <TagColors value={tag.color} onChange={(color) => onChange({ ...tag, color })} t={t} />
    </form>
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
