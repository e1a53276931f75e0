import { spawn } from 'node:child_process';
import { projectEnvironment, projectRoot } from './prepare.mjs';

export interface CommandResult {
  code: number;
  /** Both outputs, in the order they came. */
  output: string;
}

/** Runs a program of the project to its end and keeps what it says. */
export function runCommand(
  program: string,
  args: string[],
  extraEnvironment: Record<string, string> = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env: { ...projectEnvironment(), NO_COLOR: '1', ...extraEnvironment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => chunks.push(chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
