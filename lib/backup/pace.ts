/** How hard a host may be asked. Ceilings; the governor stays under them and adapts. */
export interface PaceLimits {
  /** Requests under way at once. */
  atOnce: number;
  /** Requests started in any second; undefined: no cap. */
  perSecond?: number;
}

export const paces = {
  gentle: { atOnce: 4, perSecond: 5 },
  normal: { atOnce: 16, perSecond: 60 },
  fast: { atOnce: 64 },
} as const satisfies Record<string, PaceLimits>;

export type Pace = keyof typeof paces;
