// Field splitting at $IFS.
import type { Field, Fragment, Piece } from './fragment.ts';
import { isBreak } from './fragment.ts';

/**
 * Divides pieces into fields. Blanks of `ifs` only separate; each other character of it ends a field, so that two of
 * them have an empty field between them. Only fragments that split are divided.
 */
export function split(pieces: readonly Piece[], ifs: string): Field[] {
  const fields: Field[] = [];
  let field: Fragment[] | undefined;
  // After blanks ended a field, one delimiter that is not a blank still belongs to that end.
  let endedByBlank = false;

  const append = (fragment: Fragment): void => {
    field ??= [];
    field.push(fragment);
    endedByBlank = false;
  };
  const end = (): void => {
    fields.push(field ?? []);
    field = undefined;
  };

  const divide = (piece: Fragment): void => {
    let start = 0;
    for (let index = 0; index < piece.text.length; index += 1) {
      const char = piece.text.charAt(index);
      if (!ifs.includes(char)) continue;
      if (index > start) append({ ...piece, text: piece.text.slice(start, index) });
      start = index + 1;
      if (' \t\n'.includes(char)) {
        if (field !== undefined) {
          end();
          endedByBlank = true;
        }
      } else if (endedByBlank) {
        endedByBlank = false;
      } else {
        end();
      }
    }
    if (start < piece.text.length) append({ ...piece, text: piece.text.slice(start) });
  };

  for (const piece of pieces) {
    if (isBreak(piece)) {
      if (piece.separator !== undefined) {
        divide({ text: piece.separator, quoted: false, splits: true });
      } else {
        if (field !== undefined) end();
        endedByBlank = false;
      }
    } else if (piece.splits) {
      divide(piece);
    } else if (piece.quoted || piece.text !== '') {
      append(piece);
    }
  }
  if (field !== undefined) end();
  return fields;
}
