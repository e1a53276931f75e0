import type { DemoAccount } from './accounts.ts';
import { pictureUrl } from './inbox.ts';
import { detailHtml } from './pages.ts';
import type { Language } from './senders.ts';
import { sha256, type PictureMaker } from './pictures.ts';
import { mailRecord, type MailRecord } from './records.ts';

/** A picture that an undisturbed backup must contain. */
export interface ExpectedPicture {
  /** The path on the image host. */
  path: string;
  url: string;
  contentType: string;
  sizeBytes: number;
  bytes(): Buffer;
  /** Lower-case hex. */
  sha256(): string;
}

/** A mail that an undisturbed backup must contain. */
export interface ExpectedMail {
  id: string;
  /** Its record in the list. */
  record: MailRecord;
  /** Its page, as received. */
  html: string;
  /** In the order of the body. */
  pictures: ExpectedPicture[];
  portrait: ExpectedPicture;
}

/** What an undisturbed backup of an account must contain, given the present inbox. */
export interface ExpectedBackup {
  /** Newest first. */
  ids: string[];
  /** The paths of all body pictures; each belongs to one mail. */
  picturePaths: string[];
  portraitPaths: string[];
  /** Newest first, each created when it is reached. */
  mails(): Generator<ExpectedMail>;
  find(id: string): ExpectedMail | undefined;
}

/** Computes what a backup of `account` must contain. */
export function expectedOf(
  account: DemoAccount,
  maker: PictureMaker,
  language: Language = 'ko',
): ExpectedBackup {
  const all = [...account.inbox.mails()];
  // Drawn when it is asked for: hundreds of pictures take seconds.
  const picture = (path: string): ExpectedPicture => ({
    path,
    url: pictureUrl(path),
    get contentType() {
      return maker.picture(path).contentType;
    },
    get sizeBytes() {
      return maker.picture(path).bytes.length;
    },
    bytes: () => maker.picture(path).bytes,
    sha256: () => sha256(maker.picture(path).bytes),
  });
  const expect = (mail: (typeof all)[number]): ExpectedMail => ({
    id: mail.id,
    record: mailRecord(mail, language),
    html: detailHtml(mail),
    pictures: mail.picturePaths.map(picture),
    portrait: picture(mail.portraitPath),
  });
  return {
    ids: all.map(({ id }) => id),
    picturePaths: all.flatMap(({ picturePaths }) => picturePaths),
    portraitPaths: [...new Set(all.map(({ portraitPath }) => portraitPath))],
    *mails() {
      for (const mail of all) yield expect(mail);
    },
    find(id) {
      const mail = account.inbox.find(id);
      return mail && expect(mail);
    },
  };
}
