import { defineExtensionMessaging } from '@webext-core/messaging';
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Messages, News } from '../../messages.ts';
import { exportOptions } from '../export/export-messages.ts';

/** Every message and the answers to it: forgetting one does not compile. */
export type Answers = {
  [K in keyof Messages]: (...args: Parameters<Messages[K]>) => Promise<ReturnType<Messages[K]>>;
};

const service = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));
const account = v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)));
const mailbox = v.strictObject({ service, account });
const nothing = v.optional(v.null());

/** What each message may carry. Our pages send nothing else. */
const payloads = {
  getOverview: nothing,
  popupOpened: nothing,
  startBackup: v.strictObject({
    service,
    account,
    isFull: v.boolean(),
    asksAgain: v.optional(v.boolean()),
    withPictures: v.optional(v.boolean()),
  }),
  pauseBackup: mailbox,
  continueBackup: mailbox,
  cancelBackup: mailbox,
  openWebClient: mailbox,
  startExport: exportOptions,
  cancelExport: nothing,
  getProblemReport: nothing,
  showExport: nothing,
} satisfies Record<keyof Messages, v.GenericSchema>;

const messaging = defineExtensionMessaging<Messages & News>();

/** Sends a message to the background and waits for its answer. Rejects when the background cannot answer. */
export const sendMessage = messaging.sendMessage;

/**
 * Answers the messages of our own pages only: the sender's address must be under the extension's
 * origin and the payload what the message allows.
 */
export function answerMessages(answers: Answers): void {
  const ownOrigin = browser.runtime.getURL('/');
  for (const name of Object.keys(payloads) as (keyof Messages)[]) {
    messaging.onMessage(name, ({ data, sender }) => {
      if (!sender.url?.startsWith(ownOrigin))
        throw new Error('This message did not come from a page of Mail Ark.');
      const payload = v.parse(payloads[name], data);
      return (answers[name] as (payload: unknown) => Promise<never>)(payload);
    });
  }
}

const listeners = new Map<keyof News, Set<(data: never) => void>>();

/** Calls back on news from the background; returns the way to stop. */
export function onNews<K extends keyof News>(
  name: K,
  callback: (data: Parameters<News[K]>[0]) => void,
): () => void {
  const known = listeners.get(name);
  const callbacks = known ?? new Set();
  callbacks.add(callback);
  if (!known) {
    listeners.set(name, callbacks);
    messaging.onMessage(name, ({ data }) => {
      for (const each of callbacks) each(data as never);
    });
  }
  return () => callbacks.delete(callback);
}

/** Sends news to every open page; where none is open, nothing happens. */
export function sendNews<K extends keyof News>(name: K, data: Parameters<News[K]>[0]): void {
  void messaging.sendMessage(name, data as never).catch(() => undefined);
}
