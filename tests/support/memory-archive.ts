import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { ArchiveAccount, ArchiveContent, ArchiveMail } from '../../lib/formats/content.ts';
import { blobFile } from '../../lib/zip/stored-file.ts';
import type { CleanBody } from '../../lib/mail/mail-library.ts';
import type { AssetStatus } from '../../lib/mail/asset.ts';
import type { MailRow } from '../../lib/mail/mail.ts';
import { noMarks } from '../../lib/mail/marks.ts';

/** The bytes of a test picture: its name, repeated. */
export function pictureBytes(name: string, sizeBytes = 300): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  bytes.forEach((_, index) => (bytes[index] = (name.charCodeAt(index % name.length) * 7 + index) & 255));
  return bytes;
}

/** A saved picture of the mail, with the key `img.example.test/<name>`. */
export function aSavedAsset(mailId: string, name: string): AssetStatus {
  const bytes = pictureBytes(name);
  const key = `img.example.test/${name}`;
  return {
    ref: { key, url: `https://${key}`, kind: 'image', role: 'body', mailId },
    state: 'saved',
    contentType: 'image/jpeg',
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    crc32: crc32(bytes),
  };
}

/** A stored mail; a test states only the fields it is about. */
export function anArchiveMail(
  row: Partial<MailRow> & { id: string },
  rest: { htmlBody?: string; text?: string; raw?: string; assets?: AssetStatus[] } = {},
): ArchiveMail {
  const assets = rest.assets ?? [];
  const whole: MailRow = {
    service: 'izone',
    account: 'ab12cd',
    kind: 'mail',
    from: { id: '1', name: '장원영' },
    subject: 'Hello',
    preview: 'First line',
    receivedAt: '2020-01-02T12:03:04Z',
    pictureCount: assets.length,
    isStarred: false,
    isUnread: false,
    isWithdrawn: false,
    ...row,
  };
  const { service, account, id } = whole;
  return {
    row: whole,
    content: {
      service,
      account,
      id,
      ...(rest.htmlBody === undefined ? {} : { htmlBody: rest.htmlBody }),
      text: rest.text ?? 'First line',
      raw: rest.raw ?? `{"id":"${id}"}`,
      assets: assets.map(({ ref }) => ref),
    },
    assets,
    versions: [],
  };
}

/**
 * An `ArchiveContent` of mails in memory, in their given order. The bytes of assets are `pictureBytes` of their names.
 */
export function memoryArchive(mails: ArchiveMail[], account: Partial<ArchiveAccount> = {}): ArchiveContent {
  const owner: ArchiveAccount = {
    service: 'izone',
    account: 'ab12cd',
    serviceName: 'IZ*ONE Private Mail',
    utcOffsetMinutes: 540,
    mails: mails.length,
    savedAssets: mails.flatMap((mail) => mail.assets).filter(({ state }) => state === 'saved').length,
    ...account,
  };
  return {
    accounts: () => Promise.resolve([owner]),
    async *rows() {
      for (const { row } of mails) yield await Promise.resolve(row);
    },
    async *mails(_owner, _signal, isChosen = () => true) {
      for (const mail of mails) if (isChosen(mail.row)) yield await Promise.resolve(mail);
    },
    rest: () => Promise.resolve({ unsaved: [], problems: [] }),
    marks: () => Promise.resolve(noMarks),
    openAsset: (_owner, key) =>
      Promise.resolve(blobFile(new Blob([pictureBytes(key.split('/').at(-1) ?? '')]))),
  };
}

/** Combines the accounts of several archives. */
export function joinArchives(...archives: ArchiveContent[]): ArchiveContent {
  const find = async (service: string, account: string): Promise<ArchiveContent> => {
    for (const archive of archives) {
      const [owner] = await archive.accounts();
      if (owner?.service === service && owner.account === account) return archive;
    }
    throw new Error('No such account.');
  };
  return {
    accounts: async () => (await Promise.all(archives.map((archive) => archive.accounts()))).flat(),
    async *rows(owner, signal) {
      yield* (await find(owner.service, owner.account)).rows(owner, signal);
    },
    async *mails(owner, signal, isChosen) {
      yield* (await find(owner.service, owner.account)).mails(owner, signal, isChosen);
    },
    marks: () => Promise.resolve(noMarks),
    rest: async (owner) => (await find(owner.service, owner.account)).rest(owner),
    openAsset: async (owner, key) => (await find(owner.service, owner.account)).openAsset(owner, key),
  };
}

/** Replaces the sanitiser where there is no DOM: the markup counts as sanitised. */
export function alreadyClean(html: string): CleanBody {
  const assetKeys = [...html.matchAll(/data-asset="([^"]*)"/g)].map((found) => found[1] ?? '');
  return { html, styles: [], assetKeys };
}
