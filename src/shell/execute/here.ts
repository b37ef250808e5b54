// Here-documents and here-strings: their text, and the pipe that gives it.
import type { HereDoc, HereString, WordPart } from 'unbash';
import { isSystemError } from '../../../wasi/vfs/error.ts';
import type { Expansion } from '../expand/expansion.ts';
import { expandHereDocument, expandText } from '../expand/word.ts';
import type { Steps } from '../steps.ts';
import { perform, wait } from '../steps.ts';
import type { Descriptor, World } from '../../process/world.ts';

/** What a command reads. */
export function* hereText(here: HereDoc | HereString, expansion: Expansion): Steps<string> {
  if (here.type === 'HereString') {
    return here.target === undefined ? '\n' : (yield* expandText(here.target, expansion)) + '\n';
  }
  const { text, parts } = here.body;
  const tabs = here.operator === '<<-';
  if (here.delimiter?.quoted === true) return tabs ? withoutTabs(text, true) : text;
  // Without expansions the parser leaves the text as it is: its escapes are still to be resolved.
  if (parts === undefined) {
    return (tabs ? withoutTabs(text, true) : text).replace(/\\(?:\n|([\\$`]))/g, '$1');
  }
  const stripped = tabs ? parts.map((part, index) => withoutPartTabs(part, index === 0)) : parts;
  return yield* expandHereDocument(stripped, expansion);
}

function withoutPartTabs(part: WordPart, first: boolean): WordPart {
  return part.type === 'Literal' ? { ...part, value: withoutTabs(part.value, first) } : part;
}

/** `<<-` takes the tabs from the start of each line. */
function withoutTabs(text: string, atLineStart: boolean): string {
  return text.replace(atLineStart ? /(^|\n)\t+/g : /(\n)\t+/g, '$1');
}

/** A pipe that gives `text` to whoever reads it; nobody needs to. */
export function feed(text: string, world: World): Descriptor {
  const { reader, writer } = world.pipe();
  const writing = perform(write(new TextEncoder().encode(text), writer, world));
  // A reader that ends early is no error, and the command does not wait for the writer: its reader ends it.
  if (writing instanceof Promise) writing.catch(() => undefined);
  return reader;
}

function* write(bytes: Uint8Array, writer: Descriptor, world: World): Steps<void> {
  const stream = yield* wait(world.stream(writer));
  try {
    for (let rest = bytes; rest.length > 0;) {
      rest = rest.subarray(yield* wait(stream.write(rest)));
    }
  } catch (error) {
    if (!isSystemError(error, 'EPIPE')) throw error;
  } finally {
    yield* wait(stream.close());
  }
}
