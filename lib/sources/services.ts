import type { SourceId } from '../mail/mail.ts';

/** Plain facts of a service, true whether or not it can be asked. */
export interface ServiceFacts {
  readonly id: SourceId;
  /** As shown on screen: a proper name, the same in every language. */
  readonly name: string;
  /** The clock it dates its mails by: minutes east of UTC, without summer time. */
  readonly utcOffsetMinutes: number;
  /** The year it closed, for a service that is no more. */
  readonly closedIn?: number;
  /** The forms its mail ids were seen in: evidence of where a mail is from. Absent: not known. */
  readonly mailId?: RegExp;
  /** Who writes, where that is settled for good. */
  readonly members?: readonly Member[];
}

/** A writer of a service. */
export interface Member {
  /** The service's own number, kept as text: the id of a sender. */
  readonly id: string;
  /** The names its lists gave, in several languages, the Korean one first. */
  readonly names: readonly string[];
}

const japanAndKorea = 540;

/** IZ*ONE Private Mail, 2019–2021. */
export const izoneFacts = {
  id: 'izone',
  name: 'IZ*ONE Private Mail',
  utcOffsetMinutes: japanAndKorea,
  closedIn: 2021,
  // Of a member, for a birthday (with the year in which the reader got it), from the operations team.
  mailId: /^(?:m\d{3,5}|b\d{1,2}-\d{2}|i\d+)$/,
  members: [
    { id: '1', names: ['장원영', 'チャン・ウォニョン', 'JANG WON YOUNG'] },
    { id: '2', names: ['미야와키 사쿠라', '宮脇咲良', 'MIYAWAKI SAKURA'] },
    { id: '3', names: ['조유리', 'チョ・ユリ', 'JO YU RI'] },
    { id: '4', names: ['최예나', 'チェ・イェナ', 'CHOI YE NA'] },
    { id: '5', names: ['안유진', 'アン・ユジン', 'AHN YU JIN'] },
    { id: '6', names: ['야부키 나코', '矢吹奈子', 'YABUKI NAKO'] },
    { id: '7', names: ['권은비', 'クォン・ウンビ', 'KWON EUN BI'] },
    // The service writes this へ in hiragana.
    { id: '8', names: ['강혜원', 'カン・へウォン', 'KANG HYE WON'] },
    { id: '9', names: ['혼다 히토미', '本田仁美', 'HONDA HITOMI'] },
    { id: '10', names: ['김채원', 'キム・チェウォン', 'KIM CHAE WON'] },
    { id: '11', names: ['김민주', 'キム・ミンジュ', 'KIM MIN JU'] },
    { id: '12', names: ['이채연', 'イ・チェヨン', 'LEE CHAE YEON'] },
  ],
} as const satisfies ServiceFacts;

/** AKB48 Mail, built on the same platform. It has no web client, so its mails come from imports alone. */
const akb48MailFacts: ServiceFacts = {
  id: 'akb48-mail',
  name: 'AKB48 Mail',
  utcOffsetMinutes: japanAndKorea,
};

/** Every service that is known by name: those of the sources, and those known only from imports. */
export const services: readonly ServiceFacts[] = [izoneFacts, akb48MailFacts];

/** The facts of the service with that id; undefined for one that another version or a stranger's backup names. */
export function findService(id: SourceId): ServiceFacts | undefined {
  return services.find((service) => service.id === id);
}
