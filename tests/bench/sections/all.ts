import type { Section } from '../section.ts';
import { backupSection } from './backup.ts';
import { largeSection } from './large.ts';
import { pacesSection } from './paces.ts';

/** Every section, in the order of the page. */
export const sections = [backupSection, largeSection, pacesSection] as unknown as readonly Section[];
