import type { Page } from 'playwright-core';

/**
 * Fills the store of Mail Ark with made-up mails without pictures, newest at the end of 2021, about three a day and five
 * senders. Runs in a page of the extension's origin after its viewer was open once, which makes the database.
 */
export async function seedMails(page: Page, count: number): Promise<void> {
  const atOnce = 2_000;
  for (let from = 0; from < count; from += atOnce) {
    await page.evaluate(writeMails, { from, to: Math.min(count, from + atOnce), count });
  }
}

/** Runs in the page, so it may use nothing from outside. */
async function writeMails({ from, to, count }: { from: number; to: number; count: number }): Promise<void> {
  const names = ['하늘', 'そら', '바다', 'うみ', 'Sky'];
  const sentences = [
    '오늘은 하루 종일 비가 왔어요. 우산 꼭 챙기세요!',
    '今日は朝から雨でした。傘を忘れないでね。',
    'It rained all day long, so I stayed in and read the book you told me about.',
    '저녁에는 떡볶이를 먹었어요. 맛있는 거 먹으면 기분이 좋아지잖아요?',
    'コンサートの練習がんばっています。みんなに会えるのが楽しみ！',
    '창밖을 보니까 벌써 가을이네요. 감기 조심하세요.',
    '新しいカメラを買いました。ｶﾒﾗって楽しいですね。',
    '오늘도 고마워요. 좋은 꿈 꿔요, 잘 자요.',
  ];
  const key = { service: 'izone', account: 'bench0' };
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('mail-ark');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('The database did not open.'));
  });
  const transaction = database.transaction(['mails', 'texts', 'bodies', 'accounts'], 'readwrite');
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error(String(transaction.error)));
  });
  for (let at = from; at < to; at++) {
    const id = `m${String(at).padStart(6, '0')}`;
    const words = Array.from(
      { length: 9 },
      (_, turn) => sentences[(at * 7 + turn * 3 + (at % 11)) % sentences.length],
    );
    const text = `${words.join(' ')} (${at})`;
    const sender = at % names.length;
    const receivedAt = new Date(Date.UTC(2021, 11, 31) - (count - at) * 8 * 3_600_000).toISOString();
    transaction.objectStore('mails').put({
      ...key,
      id,
      kind: 'mail',
      from: { id: String(sender), name: names[sender] },
      subject: `${words[1]?.slice(0, 12) ?? ''} ${at}`,
      preview: text.slice(0, 45),
      receivedAt: receivedAt.replace(/\.\d+Z/, 'Z'),
      pictureCount: at % 3,
      isStarred: at % 50 === 0,
      isUnread: false,
      isWithdrawn: false,
    });
    transaction.objectStore('texts').put(text, [key.service, key.account, id]);
    transaction
      .objectStore('bodies')
      .put({ ...key, id, htmlBody: `<p>${text}</p>`, raw: '{}', assets: [], versionCount: 0 });
  }
  transaction.objectStore('accounts').put({
    ...key,
    counts: {
      mailsListed: to,
      mailsSaved: to,
      mailsFailed: 0,
      assetsWanted: 0,
      assetsSaved: 0,
      assetsFailed: 0,
      sizeBytes: 0,
    },
    nextOrder: to,
  });
  await done;
  database.close();
}
