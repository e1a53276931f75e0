import type { Fetcher } from '../../../lib/backup/fetcher.ts';
import type { AssetRef } from '../../../lib/mail/asset.ts';
import type { Mail } from '../../../lib/mail/mail.ts';
import type { AssetCalls, Call, MailRef, RequestSpec, Session } from '../../../lib/sources/source.ts';

/*
 * Nothing here runs. Each `@ts-expect-error` marks a state that the types refuse; the type check of `npm test` fails when
 * one can be written after all.
 */

declare const spec: RequestSpec<'json'>;
declare const picture: RequestSpec<'media'>;
declare const fetcher: Fetcher;
declare const session: Session;
declare const signal: AbortSignal;

// @ts-expect-error: a question without its parser.
export const asksOnly: Call<MailRef, Mail> = { request: () => spec };

// @ts-expect-error: a parser without its question.
export const readsOnly: Call<AssetRef, AssetRef | undefined> = { parse: (_session, asset) => asset };

// @ts-expect-error: a file that is asked for as text.
export const textForFile: AssetCalls = { request: () => spec };

// @ts-expect-error: a text that is asked for as a file.
export const fileForText: Call<void, undefined> = { request: () => picture, parse: () => undefined };

// @ts-expect-error: the text of a file.
export const textOfFile = async () => (await fetcher.fetch(picture, session, signal)).text;

// @ts-expect-error: the bytes of a list.
export const bytesOfList = async () => (await fetcher.fetch(spec, session, signal)).bytes;
