import { mkdir } from 'node:fs/promises';
import { photographArchive } from './archive-scenes.ts';
import { photographPages } from './page-scenes.ts';
import { screensFolder } from './photographer.ts';
import { photographPopupStates } from './popup-scenes.ts';

/**
 * Every screen of the shipped build in every language and theme, into `demo-out/screens/`, to be looked at.
 * `popup`, `pages` or `archive` takes only those; names of scenes after `popup`, only those of its states.
 */
const [part, ...scenes] = process.argv.slice(2);
await mkdir(screensFolder, { recursive: true });
const isWanted = (name: string): boolean => part === undefined || part === name;
if (isWanted('popup')) await photographPopupStates(scenes);
if (isWanted('pages')) await photographPages();
if (isWanted('archive')) await photographArchive();
