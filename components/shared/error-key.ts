import type { ErrorCode } from '../../lib/errors.ts';
import type { MessageKey } from './translate.ts';

type Pascal<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Head>}${Pascal<Rest>}`
  : Capitalize<Text>;

/** The key of an error's sentence: `signed-out` is `errorSignedOut`. */
export function errorKey<Code extends ErrorCode>(code: Code): `error${Pascal<Code>}` & MessageKey {
  const pascal = code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `error${pascal}` as `error${Pascal<Code>}` & MessageKey;
}
