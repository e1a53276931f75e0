import { writeFile } from 'node:fs/promises';
import { crowdSection } from './crowd-section.ts';

const started = performance.now();
const { markdown, plots } = await crowdSection();
console.log(markdown);
const [folder] = process.argv.slice(2);
if (folder !== undefined)
  for (const [name, svg] of Object.entries(plots)) await writeFile(`${folder}/${name}`, svg);
console.error(`${Math.round((performance.now() - started) / 1000)} s`);
