import { webOrigin } from './hosts.ts';
import { pictureUrl, serviceToday, type DemoMail } from './inbox.ts';
import type { Language, DemoSender } from './senders.ts';

/** A sender in the API's format. */
export interface MemberRecord {
  id: number;
  name: string;
  realname_ko: string;
  realname_th: string;
  realname_in: string;
  image_url: string;
}

/** One mail of the inbox list, in the API's format. */
export interface MailRecord {
  member: MemberRecord;
  group: { id: number; name: string };
  id: string;
  subject: string;
  subject_ko: string;
  subject_in: string;
  subject_th: string;
  content: string;
  content_ko: string;
  content_in: string;
  content_th: string;
  receive_time: string;
  receive_datetime: string;
  detail_url: string;
  detail_url_ko: string;
  detail_url_in: string;
  detail_url_th: string;
  is_unread: boolean;
  is_star: boolean;
  is_image: boolean;
}

/** The one group of the service. */
export const group = { id: 3, name: 'IZ*ONE' };

const previewLength = 40;

/** A sender's record, named in `language`. */
export function memberRecord(sender: DemoSender, portraitPath: string, language: Language): MemberRecord {
  return {
    id: sender.id,
    name: sender.names[language],
    realname_ko: sender.names.ko,
    realname_th: '',
    realname_in: '',
    image_url: pictureUrl(portraitPath),
  };
}

/** A mail's record in the list. */
export function mailRecord(mail: DemoMail, language: Language): MailRecord {
  const { subject, paragraphs } = mail.words;
  const content = Array.from(paragraphs.join(' ')).slice(0, previewLength).join('');
  const url = `${webOrigin}/mail/${mail.id}`;
  const isToday = mail.receivedAt.startsWith(serviceToday);
  const minute = mail.receivedAt.slice(0, 16);
  return {
    member: memberRecord(mail.from, mail.portraitPath, language),
    group,
    id: mail.id,
    subject,
    subject_ko: subject,
    subject_in: subject,
    subject_th: subject,
    content,
    content_ko: content,
    content_in: content,
    content_th: content,
    receive_time: isToday ? minute.slice(11) : minute.replaceAll('-', '/'),
    receive_datetime: mail.receivedAt,
    detail_url: url,
    detail_url_ko: url,
    detail_url_in: url,
    detail_url_th: url,
    is_unread: mail.isUnread,
    is_star: mail.isStarred,
    is_image: mail.picturePaths.length > 0,
  };
}
