import type { Section } from '../section.ts';
import { archiveSection } from './archive.ts';
import { backupSection } from './backup.ts';
import { crowdSection } from './crowd.ts';
import { largeSection } from './large.ts';
import { pacesSection } from './paces.ts';
import { viewerSection } from './viewer.ts';

/** Every section, in the order of the page. */
export const sections = [
  backupSection,
  largeSection,
  pacesSection,
  crowdSection,
  viewerSection,
  archiveSection,
] as unknown as readonly Section[];
