import type { Browser } from 'wxt/browser';

declare global {
  /** The one type of this name that `@webext-core/messaging` refers to without bringing it. */
  namespace chrome.runtime {
    type MessageSender = Browser.runtime.MessageSender;
  }
}
