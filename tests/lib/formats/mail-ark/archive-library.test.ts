import { describe, expect, it } from 'vitest';
import { createArchiveLibrary } from '../../../../lib/formats/mail-ark/archive-library.ts';
import { archiveEntries } from '../../../../lib/formats/mail-ark/entries.ts';
import type { ArchiveMail } from '../../../../lib/formats/content.ts';
import { parseDataFile } from '../../../../lib/formats/mail-ark/read-archive.ts';
import { alreadyClean, anArchiveMail, aSavedAsset, memoryArchive } from '../../../support/memory-archive.ts';

/** The library of an unpacked archive with these mails. */
async function libraryOf(...mails: ArchiveMail[]) {
  const plan = {
    content: memoryArchive(mails),
    sanitize: alreadyClean,
    viewer: { script: '' },
    scope: { kind: 'whole' as const },
  };
  const chunks = [];
  for await (const entry of archiveEntries(plan, new AbortController().signal)) {
    if (entry.kind !== 'asset' && /^data\/.*\.js$/.test(entry.path))
      chunks.push(...parseDataFile(new TextDecoder().decode(entry.bytes)));
  }
  return createArchiveLibrary(chunks, 'file:///archive/');
}

describe('The library of an archive', () => {
  const now = anArchiveMail({ id: 'm1', subject: 'Two' }, { assets: [aSavedAsset('m1', 'new.jpg')] });
  const old = anArchiveMail({ id: 'm1', subject: 'One' }, { assets: [aSavedAsset('m1', 'old.jpg')] });
  const edited: ArchiveMail = {
    ...now,
    assets: [...now.assets, ...old.assets],
    versions: [{ replacedAt: '2020-02-01T00:00:00Z', row: old.row, content: old.content }],
  };

  it('gives what a mail said before it was changed, and how the files of then stand', async () => {
    const library = await libraryOf(edited, anArchiveMail({ id: 'm2' }));
    expect(await library.listVersions(edited.row)).toEqual([
      {
        replacedAt: '2020-02-01T00:00:00Z',
        row: old.row,
        content: old.content,
        assets: [expect.objectContaining({ ref: old.assets[0]?.ref, state: 'saved' })],
      },
    ]);
    expect(await library.listVersions({ ...edited.row, id: 'm2' })).toEqual([]);
  });

  it('opens a picture that only an earlier version shows, and lists it among none of today', async () => {
    const library = await libraryOf(edited);
    const key = old.assets[0]?.ref.key ?? '';
    expect((await library.openAsset(edited.row, key))?.url).toMatch(
      /^file:\/\/\/archive\/media\/.*old\.jpg$/,
    );
    expect((await library.listAssets(edited.row)).map(({ ref }) => ref.key)).toEqual([
      now.assets[0]?.ref.key,
    ]);
  });
});
