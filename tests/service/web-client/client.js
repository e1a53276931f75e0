const api = 'https://app-api.izone-mail.com/v1';
const keys = {
  userId: 'pm-user-id',
  token: 'pm-access-token',
  application: 'pm-application-version',
  terms: 'pm-terms-version',
  language: 'pm-language',
};
const refreshMs = 3000;

const byId = (id) => document.getElementById(id);

function accountHeaders() {
  return {
    'User-Id': localStorage.getItem(keys.userId),
    'Access-Token': localStorage.getItem(keys.token),
    'Os-Type': 'Android',
    'Application-Version': localStorage.getItem(keys.application),
    'Terms-Version': localStorage.getItem(keys.terms),
    'Application-Language': localStorage.getItem(keys.language),
  };
}

function isSignedIn() {
  return localStorage.getItem(keys.token) !== null;
}

function keepSession({ id, access_token: token }) {
  localStorage.setItem(keys.userId, id);
  localStorage.setItem(keys.token, token);
  localStorage.setItem(keys.application, '1.4.5');
  localStorage.setItem(keys.terms, '5');
  localStorage.setItem(keys.language, 'ko');
}

async function signIn({ userId, password }) {
  const body = new URLSearchParams({ user_id: userId, password });
  const answer = await (await fetch(`${api}/data_inherit_execute`, { method: 'POST', body })).json();
  if (answer.error) throw new Error(answer.error.data.message);
  keepSession(answer.user);
  await show();
}

function signOut() {
  for (const key of Object.values(keys)) localStorage.removeItem(key);
  return show();
}

async function callApi(path) {
  const answer = await (await fetch(api + path, { headers: accountHeaders() })).json();
  if (answer.error?.data.name !== 'AccessTokenError') return answer;
  const renewed = await (
    await fetch(`${api}/users/renew-token`, { method: 'POST', headers: accountHeaders() })
  ).json();
  if (renewed.error) return renewed;
  keepSession(renewed.user);
  return (await fetch(api + path, { headers: accountHeaders() })).json();
}

async function refresh() {
  if (!isSignedIn()) return;
  const answer = await callApi('/inbox?is_star=0&is_unread=0&page=1');
  if (answer.error) {
    byId('status').textContent = answer.error.data.message;
    if (answer.error.data.name === 'AuthorizationError') await signOut();
    return;
  }
  byId('status').textContent = `${answer.unread_count} unread`;
  byId('mails').replaceChildren(...answer.mails.slice(0, 6).map(mailItem));
}

function mailItem(mail) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const portrait = document.createElement('img');
  const name = document.createElement('strong');
  const time = document.createElement('time');
  const subject = document.createElement('span');
  portrait.src = mail.member.image_url;
  portrait.alt = '';
  name.textContent = mail.member.name;
  time.textContent = mail.receive_time;
  subject.textContent = mail.subject;
  button.append(portrait, name, time, subject);
  button.onclick = () => open(mail.id);
  item.append(button);
  return item;
}

async function open(id) {
  const page = await (await fetch(`/mail/${id}`, { headers: accountHeaders() })).text();
  byId('mail').srcdoc = page;
  byId('mail').hidden = false;
}

async function show() {
  const accounts = await (await fetch('/?accounts')).json();
  const current = accounts.find(({ userId }) => userId === localStorage.getItem(keys.userId));
  byId('sign-in').hidden = isSignedIn();
  byId('inbox').hidden = !isSignedIn();
  byId('mail').hidden = true;
  byId('mails').replaceChildren();
  byId('status').textContent = '';
  byId('who').textContent = current ? `Signed in as ${current.nickname}` : '';
  byId('switch').onclick = () => {
    const next = (accounts.indexOf(current) + 1) % accounts.length;
    return signIn(accounts[next]);
  };
  byId('sign-in-accounts').replaceChildren(
    ...accounts.map((account) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = account.nickname;
      button.onclick = () => signIn(account);
      return button;
    }),
  );
  await refresh();
}

byId('sign-out').onclick = signOut;
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void refresh();
});
setInterval(() => void refresh().catch(() => undefined), refreshMs);
await show();
