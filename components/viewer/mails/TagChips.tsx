import type { Tag } from '../../../lib/mail/marks.ts';
import { findTextLanguage } from '../../shared/text-language.ts';

interface TagsProps {
  /** Ids; an unknown one is left out. */
  tags: readonly string[];
  tagById: ReadonlyMap<string, Tag>;
}

const dotsAtMost = 4;

/** A mail's tags as dots in their colours, for a row of a list. */
export function TagDots({ tags, tagById }: TagsProps) {
  const known = tags.flatMap((id) => tagById.get(id) ?? []);
  if (known.length === 0) return null;
  return (
    <span class="tag-dots" title={known.map(({ name }) => name).join(', ')}>
      {known.slice(0, dotsAtMost).map(({ id, color }) => (
        <span key={id} class="tag-dot" data-color={color} aria-hidden="true" />
      ))}
      <span class="visually-hidden">{known.map(({ name }) => name).join(', ')}</span>
    </span>
  );
}

/** A mail's tags with their names. */
export function TagChips({ tags, tagById }: TagsProps) {
  const known = tags.flatMap((id) => tagById.get(id) ?? []);
  if (known.length === 0) return null;
  return (
    <ul class="tag-chips">
      {known.map(({ id, name, color }) => (
        <li key={id} class="tag-chip" data-color={color} lang={findTextLanguage(name)} dir="auto">
          {name}
        </li>
      ))}
    </ul>
  );
}
