/** Whether the fault tests try all they can, as `npm run test:faults` has them do, or a sample. */
export const hasMany = process.env['MAIL_ARK_MANY'] === '1';

/** What chance is drawn from, so that a failure can be repeated; `MAIL_ARK_SEED` gives another. */
export const seed = Number(process.env['MAIL_ARK_SEED'] ?? 1);
