/**
 * How long a test waits for an event, in milliseconds. On an idle machine the event comes at once; on a busy one it may
 * take a minute.
 */
export const patienceMs = 60_000;
