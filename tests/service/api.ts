import type { DemoAccount } from './accounts.ts';
import { apiError, jsonAnswer, type Answer } from './answers.ts';
import { breakageOf, breakRecord } from './broken-records.ts';
import { webOrigin } from './hosts.ts';
import type { MailFilter } from './inbox.ts';
import { languageOf, senders, type Language, type DemoSender } from './senders.ts';
import { group, mailRecord, memberRecord } from './records.ts';
import type { DemoRequest } from './requests.ts';
import { authorise, type World } from './world.ts';

/** The number of mails on a full page. */
export const pageSize = 20;
const lowestTermsVersion = 5;

/** Answers the JSON API; the web client's origin may read the answers. */
export async function answerApi(world: World, request: DemoRequest): Promise<Answer> {
  const answer = await answerCall(world, request);
  if (request.header('origin') === webOrigin) answer.headers['access-control-allow-origin'] = webOrigin;
  return answer;
}

async function answerCall(world: World, request: DemoRequest): Promise<Answer> {
  if (request.method === 'OPTIONS') return answerPreflight(request);
  if (!request.path.startsWith('/v1/')) return apiError('RequestError', 'No such call.', 404);
  const path = request.path.slice('/v1'.length);
  if (path === '/data_inherit_execute') return signIn(world, await request.readBody());
  for (const name of ['os-type', 'application-version', 'terms-version']) {
    if (!request.header(name)) return apiError('BadRequest', `The header ${name} is missing.`);
  }
  if (Number(request.header('terms-version')) < lowestTermsVersion) {
    return apiError('TermsVersionError', 'Please agree to the new terms.');
  }
  if (path === '/users/renew-token') return renewToken(world, request);
  const account = authorise(world, request);
  if (account === 'missing') return apiError('AuthorizationError', 'Please sign in.');
  if (account === 'refused') return apiError('AccessTokenError', 'The access token is wrong or has expired.');
  if (request.method !== 'GET') return answerChange(path);
  return answerRead(world, account, path, request);
}

function answerPreflight(request: DemoRequest): Answer {
  const isClient = request.header('origin') === webOrigin;
  return {
    status: isClient ? 204 : 403,
    headers: isClient
      ? {
          'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
          'access-control-allow-headers':
            'user-id, access-token, os-type, application-version, terms-version, application-language, content-type',
          'access-control-max-age': '600',
        }
      : {},
    body: Buffer.alloc(0),
  };
}

function signIn(world: World, body: string): Answer {
  const form = new URLSearchParams(body);
  const account = world.accounts.find(({ userId }) => userId === form.get('user_id'));
  if (!account || account.password !== form.get('password')) {
    return apiError('BadRequest', 'The id or the password is wrong.');
  }
  return jsonAnswer({ user: { id: account.userId, access_token: account.token } });
}

/** Exists only here: exchanges the web client's expired token for a new one. */
function renewToken(world: World, request: DemoRequest): Answer {
  const account = world.accounts.find(({ userId }) => userId === request.header('user-id'));
  const token = account?.renew(request.header('access-token') ?? '');
  if (!account || token === undefined) return apiError('AuthorizationError', 'Please sign in again.');
  return jsonAnswer({ user: { id: account.userId, access_token: token } });
}

/** Accepts every changing call and changes nothing; the counters record that it came. */
function answerChange(path: string): Answer {
  const known = ['/inbox/', '/users', '/application_settings', '/user-member-customdata', '/favorite-photos'];
  if (path === '/data_inherit_publish')
    return jsonAnswer({ data_inherit: { password: '', expiration_time: '' } });
  return known.some((start) => path.startsWith(start))
    ? jsonAnswer({})
    : apiError('RequestError', 'No such call.');
}

function answerRead(world: World, account: DemoAccount, path: string, request: DemoRequest): Answer {
  const language = languageOf(request.header('application-language'));
  if (path === '/inbox') return inboxPage(world, account, request, language);
  if (path === '/menu') return menu(account, language);
  if (path === '/members') return members(account, language);
  if (path === '/users') return user(account);
  if (path.startsWith('/inbox/')) {
    const mail = account.inbox.find(path.slice('/inbox/'.length));
    return mail ? jsonAnswer(mailRecord(mail, language)) : apiError('MailError', 'No such mail.', 404);
  }
  if (path === '/application_settings') {
    return jsonAnswer({ application_settings: { is_mail_notice: true, is_vibration: true, is_sound: true } });
  }
  if (path === '/user-member-customdata') return jsonAnswer({ customized_member_list: [] });
  if (path === '/informations' || path === '/menu_informations') return jsonAnswer({ informations: [] });
  return apiError('RequestError', 'No such call.', 404);
}

function inboxPage(world: World, account: DemoAccount, request: DemoRequest, language: Language): Answer {
  const page = Number(request.query.get('page') ?? 1);
  if (!Number.isInteger(page) || page < 1) return apiError('BadRequest', 'The page is not a number.');
  const filter = filterOf(request.query);
  const { inbox } = account;
  arriveOnTheWay(world, account, request);
  const mails = inbox.list((page - 1) * pageSize, pageSize, filter);
  if (mails.length === 0 && page > 1 && request.by === 'visitor') world.counters.pastTheEnd++;
  const records = mails.map((mail) => {
    const record = mailRecord(mail, language);
    return world.faults.breaksRecord(mail.id)
      ? breakRecord(record, breakageOf(world.seed, mail.id))
      : JSON.stringify(record);
  });
  const head = JSON.stringify({
    mail_count: mails.length,
    page,
    has_next_page: page * pageSize < inbox.countOf(filter),
    unread_count: inbox.countOf({ isUnread: true }),
    star_count: inbox.countOf({ isStarred: true }),
  });
  return jsonAnswer(`${head.slice(0, -1)},"mails":[${records.join(',')}]}`);
}

function filterOf(query: URLSearchParams): MailFilter {
  const isOn = (name: string) => ['1', 'true'].includes(query.get(name) ?? '');
  const senderId = query.get('member_id');
  const text = query.get('q');
  return {
    ...(isOn('is_star') ? { isStarred: true } : {}),
    ...(isOn('is_unread') ? { isUnread: true } : {}),
    ...(senderId ? { senderId: Number(senderId) } : {}),
    ...(text ? { text } : {}),
  };
}

function arriveOnTheWay(world: World, account: DemoAccount, request: DemoRequest): void {
  const fault = world.faults.find('arriving-mail');
  if (!fault || request.by === 'client') return;
  const every = fault.every ?? 2;
  const lists = world.counters.count('list');
  if (lists % every === 0 && lists / every <= (fault.count ?? 5)) account.inbox.arrive(1);
}

function memberOf(account: DemoAccount, sender: DemoSender, language: Language) {
  return memberRecord(sender, account.inbox.portraitPath(sender, 2021), language);
}

function menu(account: DemoAccount, language: Language): Answer {
  const { inbox } = account;
  const unread = inbox.countOf({ isUnread: true });
  const teamMembers = inbox.members.map((sender) => ({
    member: memberOf(account, sender, language),
    unread_count: inbox.countOf({ isUnread: true, senderId: sender.id }),
  }));
  return jsonAnswer({
    all_unread_count: unread,
    notification_unread_count: 0,
    unread_count: unread,
    star_count: inbox.countOf({ isStarred: true }),
    read_later_count: 0,
    receiving_members: [
      { unread_count: unread, group, team_members: [{ team_name: '', members: teamMembers }] },
    ],
  });
}

function members(account: DemoAccount, language: Language): Answer {
  const all = senders.map((sender) => memberOf(account, sender, language));
  return jsonAnswer({ groups: [{ group, team_members: [{ team_name: '', members: all }] }] });
}

function user(account: DemoAccount): Answer {
  return jsonAnswer({
    user: {
      id: account.userId,
      access_token: account.token,
      nickname: account.nickname,
      gender: 0,
      country_code: 'KR',
      prefecture_id: -1,
      birthday: '20000101',
      member_id: 1,
    },
  });
}
