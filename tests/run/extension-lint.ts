interface LintNote {
  _type: string;
  code: string;
  message: string;
  file?: string;
}

interface LintReport {
  errors: LintNote[];
  warnings: LintNote[];
  notices: LintNote[];
}

/**
 * The warnings that are known, each with its reason. Anything else, and any error, fails the check.
 * Preact and DOMPurify assign `innerHTML` by design; no code of ours does, which the linter of the sources checks.
 */
const known: { code: string; file: RegExp }[] = [
  { code: 'UNSAFE_VAR_ASSIGNMENT', file: /^(chunks\/[\w-]+|background|archive-viewer)\.js$/ },
];

/** Reads the JSON answer of `web-ext lint`; returns a line for every note that is not on the list. */
export function findUnexpectedNotes(output: string): string[] {
  const json = /^\{.*\}$/m.exec(output)?.[0];
  if (json === undefined) return [`web-ext lint gave no report: ${output.slice(0, 2000)}`];
  const report = JSON.parse(json) as LintReport;
  return [...report.errors, ...report.warnings, ...report.notices]
    .filter(
      (note) =>
        note._type === 'error' ||
        !known.some(({ code, file }) => code === note.code && file.test(note.file ?? '')),
    )
    .map((note) => `${note._type} ${note.code} ${note.file ?? ''}: ${note.message}`);
}
