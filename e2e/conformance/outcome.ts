// Whether a program did what the suite expects of it.
import { impossible } from './impossible.ts';
import type { Ended, System } from './page/messages.ts';
import type { Program } from './suite.ts';

/** `impossible` counts neither as passed nor as failed. */
export interface Outcome {
  readonly kind: 'passed' | 'failed' | 'impossible';
  /** Why it did not pass. */
  readonly reason: string;
}

export function outcomeOf(program: Program, system: System, ended: Ended): Outcome {
  const reason = wrongWith(program, ended);
  const expected = impossible(program.name, system);
  if (expected === undefined)
    return reason === undefined ? { kind: 'passed', reason: '' } : { kind: 'failed', reason };
  if (reason === undefined)
    return { kind: 'failed', reason: 'it passes, although impossible.ts says that it cannot' };
  // It must fail for the reason that is known, and not before.
  if (!expected.says.test(reason)) return { kind: 'failed', reason };
  return { kind: 'impossible', reason: expected.reason };
}

/** What differs from the suite's expectation, in a line. */
function wrongWith(program: Program, { status, stdout, stderr }: Ended): string | undefined {
  if (typeof status === 'string') return [status, said(stderr)].join(' ').trim();
  if (status !== program.exitCode)
    return `exit status ${status}, not ${program.exitCode}: ${said(stderr)}`;
  if (program.stdout !== undefined && stdout !== program.stdout)
    return `it wrote ${JSON.stringify(stdout)}, not ${JSON.stringify(program.stdout)}`;
  if (program.stderr !== undefined && stderr !== program.stderr)
    return `its error was ${JSON.stringify(stderr)}, not ${JSON.stringify(program.stderr)}`;
  return undefined;
}

/** What a program said, without what Rust adds to each panic. */
function said(stderr: string): string {
  return stderr
    .replaceAll(/^note: run with .*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
