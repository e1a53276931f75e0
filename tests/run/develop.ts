import { parseArgs } from 'node:util';
import { createServer } from 'wxt';
import { browserSettings, debuggingPort } from './develop-settings.ts';

const usage = `npm run dev -- [options]
  --browser NAME  chromium or firefox (chromium)
  --headless      open no window; always so where there is no display
  --no-browser    only build and serve, for a browser that is opened by hand`;

/** Serves the project in the current folder, and opens a browser with it unless none is wanted. */
async function develop(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      browser: { type: 'string', default: 'chromium' },
      headless: { type: 'boolean', default: false },
      'no-browser': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const isFirefox = values.browser === 'firefox';
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const isHeadless = values.headless || !hasDisplay;
  const server = await createServer({
    browser: isFirefox ? 'firefox' : 'chrome',
    webExt: values['no-browser'] ? { disabled: true } : browserSettings({ isFirefox, isHeadless }),
  });
  await server.start();
  console.log('Mail Ark is served: a change of a component shows by itself.');
  if (values['no-browser'] || !isHeadless) return;
  console.log(
    isFirefox
      ? 'Firefox runs without a window.'
      : `Chromium runs without a window; its developer tools answer at http://127.0.0.1:${debuggingPort}.`,
  );
}

await develop(process.argv.slice(2));
