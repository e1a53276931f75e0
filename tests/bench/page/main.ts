/** Runs in the extension's origin: asks the bench what to do, does it, and tells what came of it, until the browser ends. */
import { controlHost } from '../control-host.ts';
import { deeds, type Deed } from './deeds.ts';

const control = `https://${controlHost}`;

for (;;) {
  const deed = (await (await fetch(`${control}/next`)).json()) as Deed;
  const outcome = await (deeds[deed.name] as (...args: unknown[]) => Promise<unknown>)(...deed.args).then(
    (answer) => ({ answer }),
    (error: unknown) => ({
      error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error),
    }),
  );
  await fetch(`${control}/done`, { method: 'POST', body: JSON.stringify(outcome) });
}
