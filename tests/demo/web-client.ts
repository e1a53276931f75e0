import type { Page } from 'playwright-core';
import { webOrigin } from '../service/hosts.ts';
import type { Service } from '../service/service.ts';
import type { ExtensionBrowser } from '../support/extension.ts';

/** Opens the service's web client in a tab and signs in with an account, by default the first. */
export async function signInToWebClient(
  { context }: Pick<ExtensionBrowser, 'context'>,
  service: Service,
  account = 0,
): Promise<Page> {
  const nickname = service.accounts[account]?.nickname ?? '';
  // A browser begins with an empty tab; Firefox opens another one in another window.
  const empty = context.pages().find((each) => /^about:(blank|newtab|home)$/.test(each.url()));
  const page = empty ?? (await context.newPage());
  await page.goto(`${webOrigin}/`);
  await page.getByRole('button', { name: nickname, exact: true }).click();
  await page.getByText(`Signed in as ${nickname}`).waitFor();
  return page;
}
