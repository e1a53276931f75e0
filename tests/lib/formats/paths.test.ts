import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveFileName, createAccountPaths, pathAddress } from '../../../lib/formats/paths.ts';
import { createPathBook, foldName, isArchivePath } from '../../../lib/zip/safe-names.ts';
import type { ArchiveAccount } from '../../../lib/formats/content.ts';
import { anyText } from '../../support/any-text.ts';

const account: ArchiveAccount = {
  service: 'izone',
  account: 'ab12cd',
  serviceName: 'IZ*ONE',
  utcOffsetMinutes: 540,
  mails: 1,
  savedAssets: 0,
};

describe('The paths of an archive', () => {
  it('tell the sender, the day in the service’s zone and the id', () => {
    const paths = createAccountPaths(account, true, createPathBook());
    const sender = { id: '1', name: '장원영' };
    expect(paths.mail(sender, '2020-01-02T15:03:04Z', 'm12345')).toBe(
      'mails/장원영_1/2020-01-03_m12345.html',
    );
    expect(paths.media(sender, '2020-01-02T15:03:04Z', 'img.example.test/a/1f.jpeg', 'image/png')).toBe(
      'media/장원영_1/20200103/1f.png',
    );
  });

  it('keep accounts apart when there are several', () => {
    const paths = createAccountPaths(account, false, createPathBook());
    expect(paths.mail({ id: '1', name: 'A' }, '2020-01-02T00:00:00Z', 'm1')).toBe(
      'mails/izone-ab12cd/A_1/2020-01-02_m1.html',
    );
  });

  it('keep all mails of a sender in the folder named first', () => {
    const paths = createAccountPaths(account, true, createPathBook());
    paths.mail({ id: '1', name: 'Before' }, '2020-01-01T00:00:00Z', 'm1');
    expect(paths.mail({ id: '1', name: 'After' }, '2020-01-02T00:00:00Z', 'm2')).toBe(
      'mails/Before_1/2020-01-02_m2.html',
    );
  });

  it('keep two senders apart whose names differ only in case', () => {
    const paths = createAccountPaths(account, true, createPathBook());
    const first = paths.mail({ id: 'x', name: 'Ann' }, '2020-01-01T00:00:00Z', 'm1');
    const second = paths.mail({ id: 'X', name: 'ANN' }, '2020-01-01T00:00:00Z', 'm1');
    expect([first, second]).toEqual(['mails/Ann_x/2020-01-01_m1.html', 'mails/ANN_X~2/2020-01-01_m1.html']);
  });

  it('are unique ignoring case, whatever senders and ids are called', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText, anyText), { maxLength: 30 }), (mails) => {
        const paths = createAccountPaths(account, true, createPathBook());
        const given = mails.flatMap(([id, name, mailId]) => [
          paths.mail({ id, name }, '2020-01-01T00:00:00Z', mailId),
          paths.media({ id, name }, '2020-01-01T00:00:00Z', `host/${mailId}.jpg`, 'image/jpeg'),
        ]);
        expect(new Set(given.map(foldName)).size).toBe(given.length);
        expect(new Set(given.map((path) => path.toLowerCase())).size).toBe(given.length);
        for (const path of given) {
          expect(path).toMatch(/^(mails\/[^/]+\/|media\/[^/]+\/\d{8}\/)[^/]+\.(html|jpg)$/);
          expect(isArchivePath(path), path).toBe(true);
        }
      }),
    );
  });

  it('are written as addresses part by part', () => {
    expect(pathAddress('media/가 #1/a?.jpg')).toBe('media/%EA%B0%80%20%231/a%3F.jpg');
  });
});

describe('The name of an archive', () => {
  const owner = { service: 'izone', account: 'ab12cd' };

  it('tells service, account and day', () => {
    expect(archiveFileName({ accounts: [owner], isFiltered: false, day: '2026-11-23', ending: '.zip' })).toBe(
      'mail-ark-izone-ab12cd-2026-11-23.zip',
    );
  });

  it('tells of all when there are several accounts', () => {
    expect(
      archiveFileName({ accounts: [owner, owner], isFiltered: false, day: '2026-11-23', ending: '.zip' }),
    ).toBe('mail-ark-all-2026-11-23.zip');
  });

  it('says when it is only a part', () => {
    expect(archiveFileName({ accounts: [owner], isFiltered: true, day: '2026-11-23', ending: '.zip' })).toBe(
      'mail-ark-izone-ab12cd-filtered-2026-11-23.zip',
    );
  });

  it('says which of several it is, so that they sort', () => {
    const volume = { number: 2, count: 12 };
    expect(
      archiveFileName({ accounts: [owner], isFiltered: false, day: '2026-11-23', ending: '.zip', volume }),
    ).toBe('mail-ark-izone-ab12cd-2026-11-23-02of12.zip');
  });
});
