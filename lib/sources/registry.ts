import type { SourceId } from '../mail/mail.ts';
import { privateMailSource } from './private-mail/source.ts';
import type { Source } from './source.ts';

/** IZ*ONE Private Mail, 2019–2021. Its domains may belong to strangers now, so nothing is asked without a warning. */
export const izone = privateMailSource({
  id: 'izone',
  name: 'IZ*ONE Private Mail',
  closedIn: 2021,
  webOrigin: 'https://app-web.izone-mail.com',
  apiOrigin: 'https://app-api.izone-mail.com',
  imageOrigin: 'https://img.izone-mail.com',
});

/** Every service Mail Ark knows, in the order they are shown. */
export const sources: readonly Source[] = [izone];

/** The source of that id; undefined for services known only from imports, or from another version. */
export function findSource(id: SourceId): Source | undefined {
  return sources.find((source) => source.id === id);
}
