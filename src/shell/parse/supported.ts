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
    case 'Statement':
      return node.background === true ? '&' : undefined;
    case 'If':
      return 'if';
    case 'For':
      return 'for';
    case 'ArithmeticFor':
      return 'for ((';
    case 'While':
      return node.kind;
    case 'Case':
      return 'case';
    case 'Select':
      return 'select';
    case 'Function':
      return 'functions';
    case 'Coproc':
      return 'coproc';
    case 'Subshell':
      return '(';
    case 'BraceGroup':
      return '{';
    case 'TestCommand':
      return '[[';
    case 'ArithmeticCommand':
      return '((';
    case 'ArithmeticExpansion':
      return '$((…))';
    case 'Time':
      return 'time';
    case 'ProcessSubstitution':
      return `${node.operator}(…)`;
    case 'ExtendedGlob':
      return node.text;
    case 'ArrayValue':
      return 'arrays';
    case 'Assignment':
      return node.index === undefined ? undefined : 'arrays';
    case 'FileDescriptorVariable':
      return `{${node.name}}>`;
    case 'ParameterExpansion': {
      if (node.index !== undefined || node.prefix === '!') return node.text;
      const operation = node.operation?.type ?? 'Default';
      // What is unknown is a bad substitution, which bash says when it comes to it.
      return operation === 'Default' || operation === 'Remove' || operation === 'Unknown'
        ? undefined
        : node.text;
    }
    default:
      return undefined;
  }
}
