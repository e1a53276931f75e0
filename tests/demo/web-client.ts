import type { Page } from 'playwright-core';
import { webOrigin } from '../service/hosts.ts';
import type { Service } from '../service/service.ts';
import type { ExtensionBrowser } from '../support/extension.ts';

/** Opens the service's web client in a tab and signs in with an account, the first unless told. */
export async function signInToWebClient(
  { context }: Pick<ExtensionBrowser, 'context'>,
  service: Service,
  account = 0,
): Promise<Page> {
  const nickname = service.accounts[account]?.nickname ?? '';
  const page = await context.newPage();
  await page.goto(`${webOrigin}/`);
  await page.getByRole('button', { name: nickname, exact: true }).click();
  await page.getByText(`Signed in as ${nickname}`).waitFor();
  return page;
}
