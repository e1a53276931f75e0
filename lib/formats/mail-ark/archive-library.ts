import type { MailLibrary } from '../../mail/mail-library.ts';
import { fixedMarks, noMarks } from '../../mail/marks.ts';
import type { MediaFile } from '../../mail/media.ts';
import { compareNewestFirst, mailKeyText, type AccountKey } from '../../mail/mail.ts';
import type { EarlierMail } from '../../mail/known-mail.ts';
import type { ArchivedAsset, ArchivedMail, DataChunk } from './data-files.ts';
import { pathAddress } from '../paths.ts';

/**
 * The mails of an unpacked archive, from what its data files added. `root` is the address of the archive's folder, with
 * its `/`. It cannot be changed, so there is no `deleteMails`, and no listener is ever called.
 */
export function createArchiveLibrary(chunks: readonly DataChunk[], root: string): MailLibrary {
  const mails = new Map<string, ArchivedMail>();
  const assets = new Map<string, ArchivedAsset>();
  const names = new Map<string, string>();
  const versions = new Map<string, EarlierMail[]>();
  let marks = noMarks;
  for (const chunk of chunks) {
    if (chunk.kind === 'meta') {
      for (const account of chunk.accounts) {
        names.set(account.service, account.serviceName);
        for (const version of account.versions) {
          const key = mailKeyText(version.row);
          versions.set(key, [...(versions.get(key) ?? []), version]);
        }
      }
      marks = chunk.marks;
      continue;
    }
    for (const mail of chunk.mails) {
      mails.set(mailKeyText(mail.row), mail);
      for (const asset of mail.assets) {
        const at = assetText(chunk.owner, asset.ref.key);
        if (asset.path !== undefined || !assets.has(at)) assets.set(at, asset);
      }
    }
  }
  const media: MediaFile[] = [];
  for (const [at, { path: _path, ...status }] of assets) {
    const [service, account] = JSON.parse(at) as [string, string];
    if (status.ref.role === 'body') media.push({ service, account, ...status });
  }
  const rows = [...mails.values()].map(({ row }) => row).sort(compareNewestFirst);

  return {
    listMails: () => Promise.resolve(rows),
    listTexts: () => Promise.resolve([...mails].map(([key, { content }]) => [key, content.text])),
    findMail: (key) => Promise.resolve(mails.get(mailKeyText(key))?.content),
    listAssets(key) {
      const mail = mails.get(mailKeyText(key));
      const own = new Set(mail?.content.assets.map((asset) => asset.key));
      return Promise.resolve(mail?.assets.filter(({ ref }) => own.has(ref.key)) ?? []);
    },
    listVersions(key) {
      const found = (versions.get(mailKeyText(key)) ?? []).map(({ replacedAt, row, content }) => ({
        ...{ replacedAt, row, content },
        assets: content.assets.flatMap((ref) => {
          const asset = assets.get(assetText(key, ref.key));
          return asset ? [asset] : [];
        }),
      }));
      return Promise.resolve(found);
    },
    openAsset(owner, key) {
      const asset = assets.get(assetText(owner, key));
      if (asset?.path === undefined) return Promise.resolve(undefined);
      return Promise.resolve({
        url: root + pathAddress(asset.path),
        contentType: asset.contentType ?? '',
        sizeBytes: asset.sizeBytes ?? 0,
        release: () => undefined,
      });
    },
    listMedia: () => Promise.resolve(media),
    serviceNames: () => Promise.resolve(Object.fromEntries(names)),
    usage() {
      const usages = new Map<string, AccountKey & { mails: number; assets: number; sizeBytes: number }>();
      const usageOf = (service: string, account: string) => {
        const at = JSON.stringify([service, account]);
        const usage = usages.get(at) ?? { service, account, mails: 0, assets: 0, sizeBytes: 0 };
        usages.set(at, usage);
        return usage;
      };
      for (const { service, account } of rows) usageOf(service, account).mails += 1;
      for (const [at, { path, sizeBytes }] of assets) {
        if (path === undefined) continue;
        const [service, account] = JSON.parse(at) as [string, string];
        const usage = usageOf(service, account);
        usage.assets += 1;
        usage.sizeBytes += sizeBytes ?? 0;
      }
      return Promise.resolve([...usages.values()]);
    },
    subscribe: () => () => undefined,
    marks: fixedMarks(marks),
  };
}

function assetText({ service, account }: AccountKey, key: string): string {
  return JSON.stringify([service, account, key]);
}
