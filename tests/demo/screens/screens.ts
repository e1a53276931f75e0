import { mkdir } from 'node:fs/promises';
import { photographPages } from './page-scenes.ts';
import { screensFolder } from './photographer.ts';
import { photographPopupStates } from './popup-scenes.ts';

/**
 * Every screen of the shipped build in every language and theme, into `demo-out/screens/`, to be looked at.
 * `popup` or `pages` takes only those; names of scenes after `popup`, only those of its states.
 */
const [part, ...scenes] = process.argv.slice(2);
await mkdir(screensFolder, { recursive: true });
if (part !== 'pages') await photographPopupStates(scenes);
if (part !== 'popup') await photographPages();
