import type { CleanBody } from '../../mail/mail-library.ts';
import type { MailMark } from '../../mail/marks.ts';
import { archivedMail, archiveFormat, dataLine, type ArchivedMail } from './data-files.ts';
import { indexPage, type OfflineViewer } from './index-page.ts';
import { mailPage } from './mail-page.ts';
import {
  manifestText,
  sha256Hex,
  type ArchiveScope,
  type ManifestCounts,
  type ManifestFile,
} from './manifest.ts';
import type { BackupVolume } from '../../import/incoming.ts';
import type { FileSource } from '../content/file-source.ts';
import { createMediaShelf, type PlacedMedia } from './media-shelf.ts';
import type { MarkBook } from './mark-book.ts';
import { createAccountPaths } from '../paths.ts';
import { createPathBook } from '../../zip/safe-names.ts';
import type { AccountMeta, ArchiveAccount, ArchiveMail } from '../content.ts';
import type { MailboxRest } from '../../mail/mailbox-rest.ts';
import { readmeText } from './readme.ts';
import type { ZipFile } from '../../zip/zip-file.ts';
import { createYearFiles, type DataFile } from './year-files.ts';
import { noTime, zonedTime } from '../../mail/zoned-time.ts';

/** A file, and which ZIP of the set it goes into, from 1. */
export type ArchiveEntry = ZipFile & { volume: number };

/** What every volume says of the whole export. */
export interface VolumeFrame {
  marks: MarkBook;
  accounts: readonly ArchiveAccount[];
  scope: ArchiveScope;
  viewer: OfflineViewer;
  /** Sizes are wanted; finding them out costs about as much as the mails' pages. */
  isLimited: boolean;
}

/** A mail made ready for one volume, but not in it yet. */
export interface MailDraft {
  mail: ArchiveMail;
  media: PlacedMedia;
  page: { path: string; bytes: Uint8Array };
  archived: ArchivedMail;
  text: string;
  /** No less than what it adds to the ZIP; 0 where it is not asked for. */
  sizeBytes: number;
}

/** One account's mails in one volume. */
export interface VolumeAccount {
  draft(mail: ArchiveMail, body: CleanBody | undefined): Promise<MailDraft>;
  take(draft: MailDraft): Generator<ArchiveEntry>;
  /** Ends the account's data in this volume. */
  finish(): Generator<ArchiveEntry>;
}

/** One ZIP in the making. */
export interface Volume {
  readonly number: number;
  isEmpty(): boolean;
  /** No less than the ZIP's size so far, all that closes it included. Only where the volume `isLimited`. */
  sizeBytes(): number;
  begin(account: ArchiveAccount, files: FileSource, rest: MailboxRest): VolumeAccount;
  /** What it holds so far, for the set's name. */
  files(): readonly ManifestFile[];
  /** What explains the rest; `volume` where it is one of several. */
  close(volume: BackupVolume | undefined): Generator<ArchiveEntry>;
}

const encoder = new TextEncoder();

/** Manifest, explanations and meta without versions are smaller than this, the viewer apart. */
const closingBytes = 256 * 1024;
const noRest: MailboxRest = { unsaved: [], problems: [] };

/** An empty volume; `number` counts from 1. */
export function createVolume(
  number: number,
  { accounts, marks, scope, viewer, isLimited }: VolumeFrame,
): Volume {
  const files: ManifestFile[] = [];
  const counts: ManifestCounts = { mails: 0, assets: 0, missingAssets: 0 };
  const book = createPathBook();
  const metas: AccountMeta[] = [];
  const dataFiles: string[] = [];
  const missing: (() => number)[] = [];
  const marked: MailMark[] = [];
  let size = closingBytes + encoder.encode(viewer.script + JSON.stringify(marks.with([]))).length;

  const text = (path: string, bytes: Uint8Array, kind: 'mail' | 'data', time = noTime): ArchiveEntry => {
    files.push({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) });
    return { volume: number, path, time, kind, bytes };
  };
  function* data(finished: readonly DataFile[]): Generator<ArchiveEntry> {
    for (const file of finished) {
      dataFiles.push(file.path);
      yield text(file.path, encoder.encode(file.text), 'data');
    }
  }

  return {
    number,
    isEmpty: () => counts.mails === 0,
    sizeBytes: () => size,
    files: () => files,

    begin(account, source, rest) {
      const paths = createAccountPaths(account, accounts.length === 1, book);
      const shelf = createMediaShelf(source, paths, account.utcOffsetMinutes);
      const years = createYearFiles(account, book);
      const { service, account: label, serviceName, utcOffsetMinutes } = account;
      const meta: AccountMeta = {
        ...{ service, account: label, serviceName, utcOffsetMinutes },
        ...{ senders: [], starred: [], withdrawn: [], versions: [] },
        // Written once in a set, and not at all where only a part was chosen.
        ...(number === 1 && scope.kind === 'whole' ? rest : noRest),
      };
      metas.push(meta);
      missing.push(shelf.missing);
      size += encoder.encode(JSON.stringify(meta)).length * 2;
      const isWithoutFiles = scope.kind === 'filtered' && scope.isWithoutFiles;
      return {
        async draft(mail, body) {
          const media = isWithoutFiles ? shelf.leaveOut(mail) : await shelf.plan(mail);
          const path = paths.mail(mail.row.from, mail.row.receivedAt, mail.row.id);
          const words = mailPage({ account, mail, ...(body ? { body } : {}), assets: media.assets, path });
          const page = { path, bytes: encoder.encode(words) };
          const archived = archivedMail(mail, media.assets, path);
          const json = JSON.stringify(archived);
          return {
            mail,
            media,
            page,
            archived,
            text: json,
            sizeBytes: isLimited ? draftSize(mail, media, page, json, marks) : 0,
          };
        },
        *take({ mail, media, page, archived, text: json, sizeBytes }) {
          shelf.take(media);
          size += sizeBytes;
          for (const { path, time, file, crc32, sha256 } of media.entries) {
            files.push({ path, sizeBytes: file.sizeBytes, sha256 });
            counts.assets += 1;
            yield { volume: number, kind: 'asset', path, time, file, crc32 };
          }
          counts.mails += 1;
          addToMeta(meta, mail);
          const mark = marks.find(mail.row);
          if (mark) marked.push(mark);
          yield text(page.path, page.bytes, 'mail', zonedTime(mail.row.receivedAt, utcOffsetMinutes));
          yield* data(years.add(archived, json));
        },
        *finish() {
          yield* data(years.finish());
        },
      };
    },

    *close(volume) {
      for (const count of missing) counts.missingAssets += count();
      const encoded = (path: string, words: string) => text(path, encoder.encode(words), 'data');
      const metaPath = 'data/meta.js';
      yield encoded(
        metaPath,
        dataLine({ format: archiveFormat, kind: 'meta', accounts: metas, marks: marks.with(marked) }),
      );
      yield encoded('README.txt', readmeText(scope, volume));
      yield encoded('index.html', indexPage(viewer, [metaPath, ...dataFiles], scope, volume));
      const owners = accounts.map(({ service, account, serviceName }) => ({ service, account, serviceName }));
      const manifest = manifestText({
        scope,
        ...(volume ? { volume } : {}),
        accounts: owners,
        counts,
        files,
      });
      yield {
        volume: number,
        path: 'data/manifest.json',
        time: noTime,
        kind: 'data',
        bytes: encoder.encode(manifest),
      };
    },
  };
}

function addToMeta(meta: AccountMeta, { row, versions }: ArchiveMail): void {
  const { id, name } = row.from;
  // A sender who changed names is listed with each.
  if (!meta.senders.some((sender) => sender.id === id && sender.name === name))
    meta.senders.push({ id, name });
  if (row.isStarred) meta.starred.push(row.id);
  if (row.isWithdrawn) meta.withdrawn.push(row.id);
  for (const version of versions) meta.versions.push(version);
}

/** Text counts as if nothing compressed it, and every path as often as headers, directory and manifest name it. */
function draftSize(
  { row, versions }: ArchiveMail,
  { entries }: PlacedMedia,
  page: MailDraft['page'],
  json: string,
  marks: MarkBook,
): number {
  const named = (path: string) => 300 + 6 * encoder.encode(path).length;
  // Inside a data file every quote and backslash of the JSON is escaped once more.
  const inData = (text: string) => encoder.encode(text).length + (text.match(/[\\']/g)?.length ?? 0);
  const words =
    page.bytes.length +
    inData(json) +
    inData(JSON.stringify([row.id, row.id, row.from, versions, marks.find(row)]));
  const media = entries.reduce((sum, { path, file }) => sum + named(path) + file.sizeBytes, 0);
  return media + named(page.path) + Math.ceil(words * 1.01);
}
