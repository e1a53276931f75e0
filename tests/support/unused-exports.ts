import type { Sources } from './house.ts';

const exportedValue = /^export (?:async )?(?:abstract )?(?:function\*?|const|let|class) ([\w$]+)/gm;

/**
 * Values that a shipped file exports and that no other file, shipped or not, mentions: `path name`. Types are left out, because the
 * exported functions that use them name them too.
 */
export function findUnusedExports(shipped: Sources, others: Sources): string[] {
  const files = [...shipped, ...others].map(([file, text]) => ({
    file,
    words: new Set(text.match(/[A-Za-z_$][\w$]*/g)),
  }));
  return [...shipped].flatMap(([file, text]) =>
    [...text.matchAll(exportedValue)]
      .map(([, name = '']) => name)
      .filter((name) => !files.some((other) => other.file !== file && other.words.has(name)))
      .map((name) => `${file} ${name}`),
  );
}
