import type { SourceId } from '../mail/mail.ts';
import { privateMailSource } from './private-mail/source.ts';
import { izoneFacts } from './services.ts';
import type { Source } from './source.ts';

/** The domains of a closed service may belong to strangers now, so nothing is asked without a warning. */
export const izone = privateMailSource({
  service: izoneFacts,
  webOrigin: 'https://app-web.izone-mail.com',
  apiOrigin: 'https://app-api.izone-mail.com',
  imageOrigin: 'https://img.izone-mail.com',
});

/** Every service that can be asked, in the order they are shown. */
export const sources: readonly Source[] = [izone];

/** The source of that id; undefined for services known only from imports, or from another version. */
export function findSource(id: SourceId): Source | undefined {
  return sources.find((source) => source.service.id === id);
}
