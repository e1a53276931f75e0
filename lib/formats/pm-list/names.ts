/** Tags with a meaning in the viewers of 2021. */
export const favourite = '💖';
export const unread = '읽지 않음';

/**
 * The lists count members from 0, the service from 1. A sender without such a number has one from here on, which is no
 * member's.
 */
export const firstOtherNumber = 9_999;
