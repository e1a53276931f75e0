import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ArchiveContent } from '../../../../lib/formats/content.ts';
import { blobFile } from '../../../../lib/zip/stored-file.ts';
import { buildMbox } from '../../../../lib/browser/export/build-mbox.ts';
import type { ScratchFile } from '../../../../lib/browser/export/scratch-file.ts';
import { noMarks } from '../../../../lib/mail/marks.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  memoryArchive,
  pictureBytes,
} from '../../../support/memory-archive.ts';

const never = new AbortController().signal;

/** Reads every message as a mail program does, with Python's own parser. */
const pythonRead = `
import sys, json, mailbox, hashlib, email.policy, email
box = mailbox.mbox(sys.argv[1], factory=None, create=False)
found = []
for key in box.keys():
    message = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        bytes_ = part.get_payload(decode=True)
        parts.append({
            'type': part.get_content_type(),
            'id': part['Content-ID'],
            'name': part.get_filename(),
            'text': part.get_content() if part.get_content_maintype() == 'text' else None,
            'sha256': hashlib.sha256(bytes_).hexdigest(),
        })
    found.append({
        'from': message['From'].addresses[0].display_name,
        'subject': message['Subject'],
        'date': message['Date'].datetime.isoformat(),
        'id': message['Message-ID'],
        'status': message['Status'],
        'flags': message['X-Status'],
        'keywords': message['Keywords'],
        'note': message['X-Mail-Ark-Note'],
        'defects': [str(defect) for part in message.walk() for defect in part.defects],
        'parts': parts,
    })
print(json.dumps(found))
`;

interface ReadMessage {
  from: string;
  subject: string;
  date: string;
  id: string;
  status: string;
  flags: string | null;
  keywords: string | null;
  note: string | null;
  defects: string[];
  parts: { type: string; id: string | null; name: string | null; text: string | null; sha256: string }[];
}

function memoryFile(): ScratchFile & { writes: number[] } {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const writes: number[] = [];
  return {
    writes,
    write(bytes) {
      writes.push(bytes.length);
      pieces.push(bytes);
      return Promise.resolve();
    },
    finish: () => Promise.resolve(new File(pieces, 'x.mbox')),
  };
}

async function build(content: ArchiveContent, isWithoutFiles = false) {
  const file = memoryFile();
  const plan = { content, sanitize: alreadyClean, isWithoutFiles, isPart: isWithoutFiles };
  const built = await buildMbox(
    { ...plan, openFile: () => Promise.resolve(file) },
    '2026-11-23',
    () => undefined,
    never,
  );
  return { ...built, writes: file.writes };
}

async function readBack(mbox: Blob | undefined): Promise<ReadMessage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-ark-mbox-'));
  try {
    const file = join(folder, 'mails.mbox');
    await writeFile(file, await (mbox ?? new Blob()).bytes());
    const run = spawnSync('python3', ['-c', pythonRead, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(run.stderr).toBe('');
    return JSON.parse(run.stdout) as ReadMessage[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('An mbox file, as Python reads it', () => {
  it('holds every mail with its text and pictures, byte for byte', async () => {
    const video = { ...aSavedAsset('m1', 'c.mp4'), contentType: 'video/mp4' };
    const content = memoryArchive([
      anArchiveMail(
        {
          id: 'm1',
          subject: '안녕 💜 “오늘은 하루 종일 비가 왔어요. 우산 꼭 챙기세요!” 그리고 아주 긴 제목입니다',
          receivedAt: '2019-12-31T15:30:04Z',
          isStarred: true,
        },
        {
          text: 'From the heart\n안녕',
          htmlBody:
            '<p>From the heart</p><img data-asset="img.example.test/a.jpg" alt="a &quot;b&quot;"><img data-asset="img.example.test/b.jpg" alt="">',
          assets: [
            aSavedAsset('m1', 'a.jpg'),
            aSavedAsset('m1', 'b.jpg'),
            video,
            {
              ...aSavedAsset('m1', 'portrait.jpg'),
              ref: { ...aSavedAsset('m1', 'portrait.jpg').ref, role: 'portrait' },
            },
          ],
        },
      ),
      anArchiveMail(
        { id: '../m 2', subject: '', from: { id: 'ユ リ', name: 'JO "YU RI", <x@y.z>' }, isUnread: true },
        { text: '\nFrom someone\n>From another\n' },
      ),
    ]);
    const { files, mails, assets } = await build(content);
    expect({ mails, assets, name: files[0]?.fileName }).toEqual({
      mails: 2,
      assets: 3,
      name: 'mail-ark-izone-ab12cd-2026-11-23.mbox',
    });
    const [first, second, ...more] = await readBack(files[0]?.blob);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      from: '장원영',
      subject: '안녕 💜 “오늘은 하루 종일 비가 왔어요. 우산 꼭 챙기세요!” 그리고 아주 긴 제목입니다',
      date: '2020-01-01T00:30:04+09:00',
      status: 'RO',
      flags: 'F',
      defects: [],
    });
    expect(first?.parts.map(({ type, name }) => [type, name])).toEqual([
      ['text/plain', null],
      ['text/html', null],
      ['image/jpeg', 'a.jpg'],
      ['image/jpeg', 'b.jpg'],
      ['video/mp4', 'c.mp4'],
    ]);
    const [plain, html, a, b, c] = first?.parts ?? [];
    expect(plain?.text).toBe('From the heart\n안녕');
    for (const [part, name] of [
      [a, 'a.jpg'],
      [b, 'b.jpg'],
      [c, 'c.mp4'],
    ] as const) {
      expect(part?.sha256).toBe(sha256(pictureBytes(name)));
    }
    for (const part of [a, b]) {
      expect(html?.text).toContain(`src="cid:${part?.id?.replace(/[<>]/g, '') ?? ''}"`);
    }
    expect(second).toMatchObject({
      from: 'JO "YU RI", <x@y.z>',
      subject: '',
      status: 'O',
      flags: null,
      defects: [],
      parts: [{ type: 'text/plain', text: '\nFrom someone\n>From another\n' }],
    });
    expect(first?.id).not.toBe(second?.id);
  });

  it('carries the user’s stars, tags and notes', async () => {
    const key = { service: 'izone', account: 'ab12cd', id: 'm1' };
    const content: ArchiveContent = {
      ...memoryArchive([anArchiveMail({ id: 'm1' })]),
      marks: () =>
        Promise.resolve({
          ...noMarks,
          tags: [{ id: 't1', name: '겨울', color: 'blue' }],
          mails: [{ ...key, isStarred: true, tags: ['t1'], note: '첫 눈' }],
        }),
    };
    const [message] = await readBack((await build(content)).files[0]?.blob);
    expect(message).toMatchObject({ flags: 'F', keywords: '겨울', note: '첫 눈' });
  });

  it('of texts only has no files, and says that it is a part', async () => {
    const { files, assets } = await build(
      memoryArchive([anArchiveMail({ id: 'm1' }, { assets: [aSavedAsset('m1', 'a.jpg')] })]),
      true,
    );
    expect(assets).toBe(0);
    expect(files[0]?.fileName).toBe('mail-ark-izone-ab12cd-filtered-2026-11-23.mbox');
    expect((await readBack(files[0]?.blob))[0]?.parts).toHaveLength(1);
  });
});

describe('An mbox file', () => {
  it('is written a few megabytes at a time, whatever the size of a picture', async () => {
    const big = new Blob([new Uint8Array(20_000_000)]);
    const status = { ...aSavedAsset('m1', 'a.jpg'), sizeBytes: big.size };
    const content: ArchiveContent = {
      ...memoryArchive([anArchiveMail({ id: 'm1' }, { assets: [status] })]),
      openAsset: () => Promise.resolve(blobFile(big)),
    };
    const { files, writes } = await build(content);
    expect(Math.max(...writes)).toBeLessThan(6_000_000);
    expect(files[0]?.blob.size).toBeGreaterThan(27_000_000);
  });

  it('without mails is refused', async () => {
    await expect(build(memoryArchive([]))).rejects.toMatchObject({ code: 'nothing-to-export' });
  });
});
