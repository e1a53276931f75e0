/** The name under which the bench page finds the bench. */
export const controlHost = 'control.mail-ark.example';
