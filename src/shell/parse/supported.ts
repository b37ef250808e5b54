// What the parser reads but this version does not execute. It is found before anything of a line runs.
import type { ParsedScript, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { printable } from '../quote.ts';

/** The message for the first construct that is not executed yet, undefined where all are. */
export function findUnsupported(script: ParsedScript): string | undefined {
  let found: string | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined) return;
    const name = unsupported(node);
    if (name === undefined) forEachChild(node, visit);
    else found = `${printable(name)}: not supported yet`;
  };
  forEachChild(script, visit);
  return found;
}

/** The name of the construct, if it is one of those. */
function unsupported(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'Coproc':
      return 'coproc';
    default:
      return undefined;
  }
}
