import { afterEach, describe, expect, it } from 'vitest';
import { apiHost, imageHost, webOrigin } from './hosts.ts';
import { connectTo, type ServiceClient } from './http2-client.ts';
import { sha256 } from './pictures.ts';
import type { MailRecord } from './records.ts';
import { startService, type Service, type ServiceOptions } from './service.ts';

const api = `https://${apiHost}/v1`;

interface ListBody {
  mail_count: number;
  has_next_page: boolean;
  unread_count: number;
  mails: MailRecord[];
}

const open: { service: Service; client: ServiceClient }[] = [];

async function aService(options: ServiceOptions = {}) {
  const service = await startService(options);
  const client = connectTo(service);
  open.push({ service, client });
  const headers = () => service.accounts[0]?.headers() ?? {};
  const list = async (query: string) =>
    JSON.parse((await client.get(`${api}/inbox?${query}`, headers())).body.toString()) as ListBody;
  return { service, client, headers, list };
}

afterEach(async () => {
  for (const { service, client } of open.splice(0)) {
    client.close();
    await service.close();
  }
});

describe('the inbox list', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [20, [20, 0]],
    [21, [20, 1, 0]],
  ])('has pages of twenty: %i mails', async (mails, counts) => {
    const { list, service } = await aService({ mails });
    const pages = await Promise.all(counts.map((_, at) => list(`page=${at + 1}`)));
    expect(pages.map(({ mails: found }) => found.length)).toEqual(counts);
    expect(pages.map(({ has_next_page }) => has_next_page)).toEqual(
      pages.map((_, at) => (at + 1) * 20 < mails),
    );
    expect(service.counters.pastTheEnd).toBe(mails >= 20 ? 1 : 0);
  });

  it('contains every expected mail once, newest first', async () => {
    const { list, service } = await aService({ mails: 300 });
    const pages = await Promise.all(Array.from({ length: 15 }, (_, at) => list(`page=${at + 1}`)));
    const records = pages.flatMap(({ mails }) => mails);
    const expected = service.expected();
    expect(records.map(({ id }) => id)).toEqual(expected.ids);
    expect(new Set(expected.ids).size).toBe(300);
    expect(records).toEqual([...expected.mails()].map(({ record }) => record));
    const times = records.map(({ receive_datetime }) => receive_datetime);
    expect(times).toEqual(times.toSorted().reverse());
    expect(new Set(expected.ids.map((id) => id.charAt(0)))).toEqual(new Set(['m', 'b', 'i']));
  });

  it('filters by star and by unread', async () => {
    const { list } = await aService({ mails: 300 });
    const starred = await list('is_star=1&page=1');
    const unread = await list('is_unread=1&page=1');
    expect(starred.mails.every(({ is_star }) => is_star)).toBe(true);
    expect(unread.mails.length).toBe(Math.min(20, unread.unread_count));
  });

  it('finds each of 80,000 mails by its id', async () => {
    const { service } = await aService({ mails: 80_000 });
    const { ids } = service.expected();
    const inbox = service.accounts[0]?.inbox;
    expect(new Set(ids).size).toBe(80_000);
    expect(ids.filter((_, at) => at % 97 === 0).every((id) => inbox?.find(id)?.id === id)).toBe(true);
  });
});

describe('the account headers', () => {
  it('are required one by one', async () => {
    const { client, headers } = await aService();
    const without = async (...names: string[]) => {
      const kept = Object.entries(headers()).filter(([name]) => !names.includes(name));
      const { status, body } = await client.get(`${api}/inbox?page=1`, Object.fromEntries(kept));
      const { error } = JSON.parse(body.toString()) as { error?: { data: { name: string } } };
      return [status, error?.data.name];
    };
    expect(await without()).toEqual([200, undefined]);
    expect(await without('application-language')).toEqual([200, undefined]);
    expect(await without('os-type')).toEqual([400, 'BadRequest']);
    expect(await without('terms-version')).toEqual([400, 'BadRequest']);
    expect(await without('access-token')).toEqual([401, 'AuthorizationError']);
  });

  it('are refused with a wrong token and with old terms', async () => {
    const { client, headers } = await aService();
    const ask = async (changed: Record<string, string>) =>
      (await client.get(`${api}/inbox?page=1`, { ...headers(), ...changed })).body.toString();
    expect(await ask({ 'access-token': 'wrong' })).toContain('"name":"AccessTokenError"');
    expect(await ask({ 'terms-version': '1' })).toContain('"code":426');
  });
});

describe('a mail page', () => {
  it('holds a whole document inside its div, and shows pictures that load without headers', async () => {
    const { client, headers, service } = await aService({ mails: 60 });
    const mail = [...service.expected().mails()].find(({ pictures }) => pictures.length > 1);
    const page = await client.get(mail?.record.detail_url ?? '', headers());
    expect(page.body.toString()).toBe(mail?.html);
    expect(mail?.html).toMatch(/id="mail-detail">\s*<html><head><\/head><body>/);
    for (const picture of mail?.pictures ?? []) {
      expect(mail?.html).toContain(picture.url);
      const { status, body, headers: answered } = await client.get(picture.url);
      expect([status, answered['content-type']]).toEqual([200, picture.contentType]);
      expect(sha256(body)).toBe(picture.sha256());
    }
  });

  it('is an error page without a session', async () => {
    const { client, service } = await aService({ mails: 20 });
    const page = await client.get(`${webOrigin}/mail/${service.expected().ids[0]}`);
    expect(page.status).toBe(401);
    expect(page.body.toString()).not.toContain('mail-detail');
  });

  it('of an account shows that account’s nickname, escaped', async () => {
    const { service } = await aService({ mails: 300 });
    const [mail] = service.expected(1).mails();
    expect(mail?.html).not.toContain('<위즈원>');
    const all = [...service.expected(1).mails()].map(({ html }) => html).join('');
    expect(all).toContain('&lt;위즈원&gt;');
  });
});

describe('pictures', () => {
  it('are padded to the requested size and differ from each other', async () => {
    const { service } = await aService({ mails: 16, pictureBytes: 60_000 });
    const pictures = [...service.expected().mails()].flatMap((mail) => mail.pictures);
    expect(new Set(pictures.map(({ contentType }) => contentType)).size).toBe(3);
    expect(pictures.every(({ sizeBytes }) => sizeBytes >= 60_000 && sizeBytes < 60_004)).toBe(true);
    expect(new Set(pictures.map((picture) => picture.sha256())).size).toBe(pictures.length);
  });

  it('of birthdays lie outside the upload folder', async () => {
    const { service } = await aService({ mails: 300 });
    const birthday = [...service.expected().mails()].find(({ id }) => id.startsWith('b'));
    expect(birthday?.pictures.every(({ path }) => path.startsWith('/birthday/20'))).toBe(true);
  });
});

describe('faults', () => {
  it('that are transient succeed at the second attempt', async () => {
    const { client, headers, service } = await aService({
      faults: [{ name: 'rate-limit', share: 1, retryAfter: { seconds: 7 } }],
    });
    const first = await client.get(`${api}/inbox?page=1`, headers());
    const second = await client.get(`${api}/inbox?page=1`, headers());
    expect([first.status, first.headers['retry-after'], second.status]).toEqual([429, '7', 200]);
    expect(service.counters.log.map(({ fault }) => fault)).toEqual(['rate-limit', undefined]);
  });

  it('that are tied to a mail stay', async () => {
    const { client, headers, service } = await aService({ mails: 40 });
    const id = service.expected().ids[3] ?? '';
    service.setFaults([{ name: 'error-page', ids: [id] }]);
    for (let attempt = 0; attempt < 3; attempt++) {
      const { status, body } = await client.get(`${webOrigin}/mail/${id}`, headers());
      expect([status, body.includes('mail-detail')]).toEqual([200, false]);
    }
  });

  it('cut a body short of its Content-Length and end the stream cleanly', async () => {
    const { client, service } = await aService({ mails: 40 });
    const url = `https://${imageHost}${service.expected().picturePaths[0]}`;
    service.setFaults([{ name: 'cut-body', share: 1 }]);
    // Node's client is stricter than browsers, which accept such an answer as complete.
    await expect(client.get(url)).rejects.toThrow('NGHTTP2_PROTOCOL_ERROR');
    const whole = await client.get(url);
    expect(service.counters.log.map(({ status, sizeBytes }) => [status, sizeBytes])).toEqual([
      [200, whole.body.length >> 1],
      [200, whole.body.length],
    ]);
  });

  it('cut the stream off', async () => {
    const { client, headers, service } = await aService({ faults: [{ name: 'reset', share: 1 }] });
    await expect(client.get(`${api}/inbox?page=1`, headers())).rejects.toThrow('NGHTTP2_INTERNAL_ERROR');
    expect((await client.get(`${api}/inbox?page=1`, headers())).status).toBe(200);
    expect(service.counters.count()).toBe(2);
  });

  it('let the token expire, and the web client renew it', async () => {
    const { client, headers } = await aService({ faults: [{ name: 'expire-token', every: 2 }] });
    const old = headers();
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await client.get(`${api}/users`, old)).status);
    expect(statuses).toEqual([200, 200, 401]);
    const renewed = await client.send('POST', `${api}/users/renew-token`, old);
    expect(renewed.body.toString()).toContain(headers()['access-token']);
    expect((await client.get(`${api}/users`, headers())).status).toBe(200);
  });

  it('shift the pages when mail arrives', async () => {
    const { list, service } = await aService({
      mails: 40,
      faults: [{ name: 'arriving-mail', every: 2, count: 1 }],
    });
    const before = service.expected().ids;
    const first = await list('page=1');
    const second = await list('page=2');
    expect(second.mails[0]?.id).toBe(first.mails[19]?.id);
    expect(service.expected().ids.slice(1)).toEqual(before);
  });

  it('withdraw mails', async () => {
    const { client, headers, list, service } = await aService({ mails: 20 });
    const id = service.expected().ids[5] ?? '';
    service.setFaults([{ name: 'withdrawn-mail', ids: [id] }]);
    expect((await list('page=1')).mail_count).toBe(19);
    expect((await client.get(`${webOrigin}/mail/${id}`, headers())).status).toBe(404);
  });

  it('break records and leave the page readable', async () => {
    const { client, headers } = await aService({ mails: 20, faults: [{ name: 'broken-records', share: 1 }] });
    const text = (await client.get(`${api}/inbox?page=1`, headers())).body.toString();
    expect((JSON.parse(text) as ListBody).mail_count).toBe(20);
    expect(text).toContain('"__proto__"');
  });
});

describe('the counters', () => {
  it('leave the web client out, except where it changes something', async () => {
    const { client, headers, service } = await aService();
    const asClient = { ...headers(), origin: webOrigin };
    const seen = await client.get(`${api}/inbox?page=1`, asClient);
    expect(seen.headers['access-control-allow-origin']).toBe(webOrigin);
    await client.send('PATCH', `${api}/inbox/m1`, headers(), 'type=is_already_read');
    expect(service.counters.count('list')).toBe(0);
    expect(service.counters.mutations.map(({ method, target }) => [method, target])).toEqual([
      ['PATCH', '/v1/inbox/m1'],
    ]);
  });

  it('record requests for other hosts and tokens where none belongs', async () => {
    const { client, headers, service } = await aService({ mails: 40 });
    await client.get('https://elsewhere.example/x');
    await client.get(`https://${imageHost}${service.expected().picturePaths[0]}`, headers());
    expect(service.counters.leaks.map(({ host }) => host)).toEqual(['elsewhere.example', imageHost]);
  });

  it('count requests in progress at once', async () => {
    const { client, headers, service } = await aService({ latencyMs: 30 });
    await Promise.all([1, 2, 3].map((page) => client.get(`${api}/inbox?page=${page}`, headers())));
    expect(service.counters.highWater(apiHost)).toBe(3);
    expect(service.counters.maxPerSecond(apiHost)).toBe(3);
  });
});
