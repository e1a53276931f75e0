import { errorCodeOf } from '../../errors.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import { sha256Of } from '../../import/read-whole.ts';
import type { ImportDamage } from '../../import/report.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import type { AccountKey } from '../../mail/mail.ts';
import { noMarks, tagColors, tagNameKey, type Marks, type Tag } from '../../mail/marks.ts';
import { favourite, unread } from './names.ts';
import { namedLists, readJson, tagList, understand } from './wire.ts';

/** What users put on the mails of a list. */
export interface ReadMarks {
  starred: ReadonlySet<string>;
  unread: ReadonlySet<string>;
  /** Names of tags by mail id. */
  tagsOf: ReadonlyMap<string, string[]>;
  /** Colours of tags by name. */
  colors: ReadonlyMap<string, unknown>;
  damage: ImportDamage[];
}

/** Reads the files of tags, of which any may be absent; what is wrong with one is damage. Rejects with `file-unreadable`. */
export async function readMarkFiles(files: BackupFiles): Promise<ReadMarks> {
  const damage: ImportDamage[] = [];
  const read = async <T>(name: string, parse: (value: unknown) => T, otherwise: T): Promise<T> => {
    if (!files.paths.has(name)) return otherwise;
    try {
      return parse(await readJson(files, name));
    } catch (error) {
      throwIfUnreadable(error);
      damage.push({ what: 'meta', name, code: errorCodeOf(error) });
      return otherwise;
    }
  };
  const lists = (value: unknown) => new Map(Object.entries(understand(namedLists, value)));
  const none = new Map<string, string[]>();
  const mailsOf = await read('tag_to_mail_dict.json', lists, none);
  const tagsOf = await read('mail_to_tag_dict.json', lists, none);
  const tags = await read('all_tag_list.json', (value) => understand(tagList, value), []);
  return {
    starred: new Set(mailsOf.get(favourite)),
    unread: new Set(mailsOf.get(unread)),
    tagsOf,
    colors: new Map(tags.map(({ value, color }) => [value, color])),
    damage,
  };
}

/** The tags as marks of a mailbox. A tag's id is made of its name, so that it is the same in every import. */
export async function marksOf(
  owner: AccountKey,
  { tagsOf, colors }: ReadMarks,
  hasMail: (id: string) => boolean,
): Promise<Marks> {
  const tags = new Map<string, Tag>();
  const tagOf = async (written: string): Promise<Tag | undefined> => {
    const name = written.replace(/\s+/gu, ' ').trim();
    // Those two are not tags but states, which the mails have.
    if (name === '' || name === favourite || name === unread) return undefined;
    const known = tags.get(tagNameKey(name));
    if (known) return known;
    const id = `pm-list-${(await sha256Of(new TextEncoder().encode(tagNameKey(name)))).slice(0, 16)}`;
    const color = tagColors.find((each) => each === colors.get(written)) ?? 'grey';
    const tag = { id, name, color };
    tags.set(tagNameKey(name), tag);
    return tag;
  };
  for (const name of colors.keys()) await tagOf(name);
  const mails: Marks['mails'] = [];
  for (const [id, names] of tagsOf) {
    const ids = new Set<string>();
    for (const name of names) {
      const tag = await tagOf(name);
      if (tag) ids.add(tag.id);
    }
    if (hasMail(id) && ids.size > 0) mails.push({ ...owner, id, tags: [...ids], note: '' });
  }
  return { ...noMarks, tags: [...tags.values()], mails };
}
