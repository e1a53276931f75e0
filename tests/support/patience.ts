/**
 * How long a test waits for an event before it gives up. A quiet machine brings it at once; one that is busy with other
 * things may need a minute.
 */
export const patienceMs = 60_000;
