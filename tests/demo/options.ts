import { parseArgs } from 'node:util';
import { faultNames, type Fault } from '../service/faults.ts';
import { browserNames, type BrowserName } from '../support/extension-browser.ts';

/** How the demo shall run. */
export interface DemoOptions {
  mails: number;
  latencyMs: number;
  faults: Fault[];
  browser: BrowserName;
  /** Clicks by itself and shows no window. */
  isHeadless: boolean;
}

/** What `npm run demo -- --help` prints. */
export const usage = `npm run demo -- [options]
  --mails N       mails in the inbox (300)
  --latency MS    how long every answer of the service takes (20)
  --fault NAME    something that goes wrong, may be given several times:
                  ${faultNames.join(', ')}
  --browser NAME  ${browserNames.join(' or ')} (chromium)
  --headless      click through by itself without a window; always so where there is no display`;

/** Reads the command line. Throws with a sentence for the person when it makes no sense; undefined: help is wanted. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): DemoOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      mails: { type: 'string', default: '300' },
      latency: { type: 'string', default: '20' },
      fault: { type: 'string', multiple: true, default: [] },
      browser: { type: 'string', default: 'chromium' },
      headless: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const hasDisplay = Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
  return {
    mails: wholeNumber('--mails', values.mails),
    latencyMs: wholeNumber('--latency', values.latency),
    faults: values.fault.map(faultNamed),
    browser: browserNamed(values.browser),
    isHeadless: values.headless || !hasDisplay,
  };
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${option} wants a whole number, not "${text}".`);
  return Number(text);
}

function faultNamed(wanted: string): Fault {
  const name = faultNames.find((known) => known === wanted);
  if (name === undefined)
    throw new Error(`There is no fault "${wanted}". There are: ${faultNames.join(', ')}.`);
  return { name };
}

function browserNamed(wanted: string): BrowserName {
  const name = browserNames.find((known) => known === wanted);
  if (name === undefined)
    throw new Error(`There is no browser "${wanted}". There are: ${browserNames.join(', ')}.`);
  return name;
}
