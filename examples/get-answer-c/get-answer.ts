// The import that the program waits for. What it throws ends the program.
import type { RunningProgram } from '@dirsh/wasi';

/** The size of `question` in `struct answer`, with the NUL at its end. */
const size = 60;

/** Fetches the answer at the address that the C string at `url` names, and fills the struct at `answer`. */
export async function getAnswer(
  program: RunningProgram,
  url: number,
  answer: number,
): Promise<void> {
  const response = await fetch(textAt(program.memory, url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  const { value, question } = (await response.json()) as { value: number; question: string };

  const { buffer } = program.memory; // now, behind the awaits: the program may have grown it
  new DataView(buffer).setInt32(answer, value, true);
  const bytes = new Uint8Array(buffer, answer + 4, size).fill(0);
  new TextEncoder().encodeInto(question, bytes.subarray(0, size - 1));
}

/** A string of C. */
function textAt({ buffer }: WebAssembly.Memory, pointer: number): string {
  const bytes = new Uint8Array(buffer, pointer);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}
