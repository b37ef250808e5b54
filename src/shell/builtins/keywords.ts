// The words that the grammar keeps for itself. What `help` says of them: `language-topics.ts`.

/** The reserved words of bash. */
export const keywords: ReadonlySet<string> = new Set(
  '! [[ ]] { } case coproc do done elif else esac fi for function if in select then time until while'.split(
    ' ',
  ),
);
