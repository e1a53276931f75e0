import type { ArchiveMail } from '../../../formats/content.ts';
import { createAssetFinder } from '../../../mail/asset-finder.ts';
import type { CleanBody, SanitizeBody } from '../../../mail/mail-library.ts';
import type { Connection } from '../database/open.ts';
import { putCleanBody, readCleanBodies } from '../records/clean-bodies.ts';
import { hasRow } from '../records/mails.ts';

const mailsAtOnce = 100;

/** Gives each mail its cleaned body: a kept one where the same sanitiser made it of the same words, else a new one, which is kept. */
export async function* withCleanBodies(
  mails: AsyncIterable<ArchiveMail>,
  { connection, sanitize, version }: { connection: Connection; sanitize: SanitizeBody; version: number },
): AsyncGenerator<ArchiveMail> {
  for await (const batch of batches(mails)) {
    const kept = await connection.read(['cleanBodies'], (transaction) =>
      readCleanBodies(
        transaction,
        batch.map(({ row }) => row),
      ),
    );
    const fresh: { mail: ArchiveMail; source: string; body: CleanBody }[] = [];
    for (const mail of batch) {
      const { htmlBody, assets } = mail.content;
      if (htmlBody === undefined) {
        yield mail;
        continue;
      }
      const source = fingerprint([htmlBody, ...assets.map(({ key, url }) => `${key} ${url}`)]);
      const known = kept.get(mail.row.id);
      if (known?.version === version && known.source === source) {
        yield { ...mail, body: known.body };
        continue;
      }
      const body = sanitize(htmlBody, createAssetFinder(assets));
      fresh.push({ mail, source, body });
      yield { ...mail, body };
    }
    if (fresh.length === 0) continue;
    await connection.write(['mails', 'cleanBodies'], 'relaxed', async (transaction) => {
      const isStored = await Promise.all(fresh.map(({ mail }) => hasRow(transaction, mail.row)));
      fresh.forEach(({ mail, source, body }, at) => {
        // A mail deleted meanwhile leaves nothing behind.
        if (isStored[at]) putCleanBody(transaction, mail.row, { version, source, body });
      });
    });
  }
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < mailsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Distinguishes texts, by 53 bits: at worst a stale body is shown, and that is safe all the same. */
function fingerprint(texts: readonly string[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    high = Math.imul(high ^ text.length, 2246822519);
    low = Math.imul(low ^ text.length, 3266489917);
  }
  return `${(high >>> 0).toString(36)}-${(low >>> 0).toString(36)}`;
}
