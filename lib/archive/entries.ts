import type { AssetStatus, SanitizeBody } from '../mail/mail-library.ts';
import {
  archivedMail,
  archiveFormat,
  dataLine,
  type ArchivedAsset,
  type ArchivedMail,
  type DataChunk,
} from './data-files.ts';
import { indexPage, type OfflineViewer } from './index-page.ts';
import { mailPage } from './mail-page.ts';
import { manifestText, sha256Hex, type ArchiveScope, type ManifestFile } from './manifest.ts';
import { createAccountPaths, createPathBook, type AccountPaths, type PathBook } from './paths.ts';
import type { AccountMeta, ArchiveAccount, ArchiveContent, ArchiveMail } from './ports.ts';
import { readmeText } from './readme.ts';
import { noTime, zonedTime, type ZonedTime } from './zoned-time.ts';

/** One file of an archive: text to be compressed, or received bytes to be taken as they are. */
export type ArchiveEntry = { path: string; time: ZonedTime } & (
  { kind: 'mail' | 'data'; bytes: Uint8Array } | { kind: 'asset'; blob: Blob; crc32: number }
);

/** What an archive is made from. */
export interface ArchivePlan {
  content: ArchiveContent;
  sanitize: SanitizeBody;
  viewer: OfflineViewer;
  scope: ArchiveScope;
}

/** Mails to a line of a data file, and the size at which a year goes on in another file. */
const mailsPerLine = 100;
const dataFileBytes = 16 * 1024 * 1024;

const encoder = new TextEncoder();

/**
 * Every file of the archive in order: pages and media mail by mail with the data files of each year, then `meta.js`,
 * `README.txt`, `index.html`, and the manifest that lists them all. Depends on nothing but its plan: no clock, no zone, no
 * chance. Rejects with the signal's reason when aborted.
 */
export async function* archiveEntries(plan: ArchivePlan, signal: AbortSignal): AsyncGenerator<ArchiveEntry> {
  const files: ManifestFile[] = [];
  const counts = { mails: 0, assets: 0, missingAssets: 0 };
  const accounts = await plan.content.accounts();
  const book = createPathBook();
  const metas: AccountMeta[] = [];
  const dataFiles: string[] = [];

  const text = (path: string, words: string, kind: 'mail' | 'data', time = noTime): ArchiveEntry => {
    const bytes = encoder.encode(words);
    files.push({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) });
    return { path, time, kind, bytes };
  };

  for (const account of accounts) {
    const paths = createAccountPaths(account, accounts.length === 1, book);
    const media = createMediaShelf(plan.content, account, paths);
    const meta = createMeta(account);
    const years = createYearFiles(account, book);
    for await (const mail of readAhead(plan.content.mails(account, signal), media.prepare)) {
      signal.throwIfAborted();
      const assets: ArchivedAsset[] = [];
      for (const status of mail.assets) {
        const { asset, entry } = await media.place(mail, status);
        assets.push(asset);
        if (!entry) continue;
        files.push({ path: entry.path, sizeBytes: entry.blob.size, sha256: asset.sha256 ?? '' });
        counts.assets += 1;
        yield entry;
      }
      const page = paths.mail(mail.row.from, mail.row.receivedAt, mail.row.id);
      const html = mail.content.htmlBody;
      const words = mailPage({
        account,
        mail,
        ...(html === undefined ? {} : { body: plan.sanitize(html, assetFinder(mail)) }),
        assets,
        path: page,
      });
      counts.mails += 1;
      addToMeta(meta, mail);
      yield text(page, words, 'mail', zonedTime(mail.row.receivedAt, account.utcOffsetMinutes));
      for (const file of years.add(archivedMail(mail, assets, page))) {
        dataFiles.push(file.path);
        yield text(file.path, file.text, 'data');
      }
    }
    for (const file of years.finish()) {
      dataFiles.push(file.path);
      yield text(file.path, file.text, 'data');
    }
    counts.missingAssets += media.missing();
    metas.push(meta);
  }

  const isFiltered = plan.scope.kind === 'filtered';
  const metaPath = 'data/meta.js';
  yield text(metaPath, dataLine({ format: archiveFormat, kind: 'meta', accounts: metas }), 'data');
  yield text('README.txt', readmeText(isFiltered), 'data');
  yield text('index.html', indexPage(plan.viewer, [metaPath, ...dataFiles], isFiltered), 'data');
  const owners = accounts.map(({ service, account, serviceName }) => ({ service, account, serviceName }));
  const manifest = manifestText({ scope: plan.scope, accounts: owners, counts, files });
  yield { path: 'data/manifest.json', time: noTime, kind: 'data', bytes: encoder.encode(manifest) };
}

/** How many mails ahead their files are asked for: the store reads them while bodies of others are cleaned. */
const mailsAhead = 32;

async function* readAhead<T>(source: AsyncIterable<T>, prepare: (item: T) => void): AsyncGenerator<T> {
  const prepared: T[] = [];
  for await (const item of source) {
    prepare(item);
    const due = prepared.length >= mailsAhead ? prepared.shift() : undefined;
    prepared.push(item);
    if (due !== undefined) yield due;
  }
  yield* prepared;
}

/** Puts each file of an account on its path once, however many mails show it. */
function createMediaShelf(content: ArchiveContent, account: ArchiveAccount, paths: AccountPaths) {
  const placed = new Map<string, string>();
  const missing = new Set<string>();
  const opening = new Map<string, Promise<Blob | undefined>>();
  return {
    missing: () => missing.size,
    prepare({ assets }: ArchiveMail): void {
      for (const status of assets) {
        const { key } = status.ref;
        if (status.state !== 'saved' || placed.has(key) || missing.has(key) || opening.has(key)) continue;
        const opened = content.openAsset(account, key);
        // Told when the file's turn comes; until then nobody listens.
        opened.catch(() => undefined);
        opening.set(key, opened);
      }
    },
    async place(
      { row }: ArchiveMail,
      status: AssetStatus,
    ): Promise<{ asset: ArchivedAsset; entry?: Extract<ArchiveEntry, { kind: 'asset' }> }> {
      const { key } = status.ref;
      const known = placed.get(key);
      if (known !== undefined) return { asset: { ...status, path: known } };
      if (status.state !== 'saved') {
        missing.add(key);
        return { asset: status };
      }
      const blob = await opening.get(key);
      opening.delete(key);
      if (!blob || blob.size !== status.sizeBytes || status.crc32 === undefined) {
        missing.add(key);
        return { asset: { ...status, state: 'damaged', reason: 'storage-broken' } };
      }
      const path = paths.media(row.from, row.receivedAt, key, status.contentType ?? '');
      placed.set(key, path);
      const time = zonedTime(row.receivedAt, account.utcOffsetMinutes);
      return { asset: { ...status, path }, entry: { kind: 'asset', path, time, blob, crc32: status.crc32 } };
    },
  };
}

/** Which file of the mail an address in its body means: by the address itself, or by host and path. */
export function assetFinder(mail: Pick<ArchiveMail, 'content'>): (address: string) => string | undefined {
  const keys = new Map<string, string>();
  for (const { key, url } of mail.content.assets) {
    keys.set(url, key).set(key, key);
    keys.set(withoutQuery(url), key);
  }
  return (address) => keys.get(address) ?? keys.get(withoutQuery(address));
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^(?:https?:)?\/\//i, '');
}

/** Gathers mails into `data/mails-<yyyy>.js`; a full one is told at once, the last with `finish`. */
function createYearFiles(account: ArchiveAccount, book: PathBook) {
  const { service, account: label, utcOffsetMinutes } = account;
  let year = '';
  let lines: string[] = [];
  let size = 0;
  let mails: ArchivedMail[] = [];
  const closeLine = (): void => {
    if (mails.length === 0) return;
    const chunk: DataChunk = {
      format: archiveFormat,
      kind: 'mails',
      owner: { service, account: label },
      mails,
    };
    const line = dataLine(chunk);
    lines.push(line);
    size += line.length;
    mails = [];
  };
  const closeFile = (): { path: string; text: string }[] => {
    closeLine();
    if (lines.length === 0) return [];
    const file = { path: book.claim('data/', `mails-${year}`, '.js'), text: lines.join('') };
    lines = [];
    size = 0;
    return [file];
  };
  return {
    add(mail: ArchivedMail): { path: string; text: string }[] {
      const its = String(zonedTime(mail.row.receivedAt, utcOffsetMinutes).year).padStart(4, '0');
      const finished = its !== year || size >= dataFileBytes ? closeFile() : [];
      year = its;
      mails.push(mail);
      if (mails.length >= mailsPerLine) closeLine();
      return finished;
    },
    finish: closeFile,
  };
}

function createMeta({ service, account, serviceName, utcOffsetMinutes }: ArchiveAccount): AccountMeta {
  return {
    service,
    account,
    serviceName,
    utcOffsetMinutes,
    senders: [],
    starred: [],
    withdrawn: [],
    versions: [],
  };
}

function addToMeta(meta: AccountMeta, { row, versions }: ArchiveMail): void {
  const { id, name } = row.from;
  // A sender who changed names is listed with each.
  if (!meta.senders.some((sender) => sender.id === id && sender.name === name))
    meta.senders.push({ id, name });
  if (row.isStarred) meta.starred.push(row.id);
  if (row.isWithdrawn) meta.withdrawn.push(row.id);
  meta.versions.push(...versions);
}
