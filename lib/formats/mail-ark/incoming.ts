import { errorCodeOf } from '../../errors.ts';
import type { FoundBackup } from '../../import/backup-format.ts';
import type { IncomingBackup, IncomingMail, IncomingRest, ReadingWatch } from '../../import/incoming.ts';
import { mailboxText } from '../../import/plan.ts';
import type { ImportDamage } from '../../import/report.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import { crc32 } from '../../mail/crc32.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { EarlierMail } from '../../mail/known-mail.ts';
import { checkBackup } from './check-backup.ts';
import type { ArchivedMail } from './data-files.ts';
import { isWithoutName } from './manifest.ts';
import {
  mailFilesOf,
  openBackup,
  readChecked,
  readMailFile,
  readMetaFile,
  type ArchivedMails,
  type OpenBackup,
} from './open-backup.ts';

/** Opens archives that were chosen together: a mail and its earlier versions may be in different volumes. */
export function openArchives(found: readonly FoundBackup[]): Promise<IncomingBackup>[] {
  const opening = found.map(async ({ name, files }) => {
    const archive = await openBackup(name, files);
    return { archive, readMeta: once(() => readMeta(archive)) };
  });
  const readVersions = once(async () => {
    const versions = new Map<string, Map<string, EarlierMail[]>>();
    for (const each of await Promise.allSettled(opening)) {
      if (each.status === 'fulfilled')
        collectVersions(versions, each.value.archive, await each.value.readMeta());
    }
    return versions;
  });
  return opening.map(async (each) => {
    const { archive, readMeta: readOwn } = await each;
    const { manifest, files, listed, name } = archive;
    return {
      ...{ name, digest: manifest.digest, mailboxes: manifest.accounts },
      ...{ mailCount: manifest.counts.mails, fileCount: manifest.counts.assets },
      partCount: manifest.files.length,
      isPartial: manifest.scope.kind === 'filtered',
      isWithoutName: isNameless(archive),
      ...(manifest.volume ? { volume: manifest.volume } : {}),
      mails: (watch) => readMails(archive, readVersions, watch),
      async openFile({ path }) {
        const bytes = await readChecked(archive, path);
        // Both were compared while the bytes were read.
        return {
          bytes,
          sha256: listed.get(path)?.sha256 ?? '',
          crc32: files.crc32Of(path) ?? crc32(bytes),
        };
      },
      async rest({ onDamage }) {
        const { rest, damage } = await readOwn();
        for (const one of damage) onDamage(one);
        return rest;
      },
      check: (record, watch) => checkBackup(archive, record, watch),
    } satisfies IncomingBackup;
  });
}

/** The result of the first call, for all calls. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

interface ReadMeta {
  rest: IncomingRest;
  versions: { owner: AccountKey; versions: EarlierMail[] }[];
  damage: ImportDamage[];
}

/** What an archive says besides its mails; what is wrong with it is damage. Rejects with `file-unreadable`. */
async function readMeta(archive: OpenBackup): Promise<ReadMeta> {
  const read: ReadMeta = { rest: { mailboxes: [], marks: [] }, versions: [], damage: [] };
  const damaged = (code: ImportDamage['code']) =>
    read.damage.push({ what: 'meta', name: 'data/meta.js', code });
  try {
    const { accounts, marks } = await readMetaFile(archive);
    read.rest.marks = marks;
    for (const { service, account, versions, unsaved, problems } of accounts) {
      const owner = { service, account };
      const isOwn = (other: AccountKey) => mailboxText(other) === mailboxText(owner);
      const areOwn = versions.every(({ row, content }) => isOwn(row) && isOwn(content));
      if (!archive.manifest.accounts.some(isOwn) || !areOwn) damaged('archive-broken');
      else {
        read.rest.mailboxes.push({ ...owner, unsaved, problems });
        read.versions.push({ owner, versions });
      }
    }
  } catch (error) {
    throwIfUnreadable(error);
    damaged(errorCodeOf(error));
  }
  return read;
}

/** A mailbox in all volumes of a sort: versions without the reader's name are none of a mail that has it. */
function versionsKey(owner: AccountKey, archive: OpenBackup): string {
  return `${mailboxText(owner)} ${isNameless(archive)}`;
}

function collectVersions(
  all: Map<string, Map<string, EarlierMail[]>>,
  archive: OpenBackup,
  { versions: read }: ReadMeta,
): void {
  for (const { owner, versions } of read) {
    const key = versionsKey(owner, archive);
    const ofMailbox = all.get(key) ?? new Map<string, EarlierMail[]>();
    for (const { replacedAt, row, content } of versions)
      ofMailbox.set(row.id, [...(ofMailbox.get(row.id) ?? []), { replacedAt, row, content }]);
    all.set(key, ofMailbox);
  }
}

async function* readMails(
  archive: OpenBackup,
  readVersions: () => Promise<Map<string, Map<string, EarlierMail[]>>>,
  { signal, onDamage }: ReadingWatch,
): AsyncGenerator<IncomingMail> {
  const all = await readVersions();
  for (const path of mailFilesOf(archive)) {
    signal.throwIfAborted();
    for (const { owner, mails } of await readList(archive, path, onDamage)) {
      const versions = all.get(versionsKey(owner, archive));
      for (const mail of mails) {
        signal.throwIfAborted();
        yield incomingOf(mail, versions?.get(mail.row.id) ?? [], isNameless(archive));
      }
    }
  }
}

async function readList(
  archive: OpenBackup,
  path: string,
  onDamage: ReadingWatch['onDamage'],
): Promise<ArchivedMails[]> {
  try {
    return await readMailFile(archive, path);
  } catch (error) {
    throwIfUnreadable(error);
    onDamage({ what: 'mails', name: path, code: errorCodeOf(error) });
    return [];
  }
}

function incomingOf(
  { row, version, content, assets }: ArchivedMail,
  versions: EarlierMail[],
  isFromNameless: boolean,
): IncomingMail {
  const mail = { row, content, versions };
  if (isFromNameless) return { mail, isWithoutName: true, assets };
  return { mail, ...(version === undefined ? {} : { version }), assets };
}

function isNameless({ manifest }: OpenBackup): boolean {
  return isWithoutName(manifest.scope);
}
