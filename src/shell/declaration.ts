// Variables as `declare -p` lists them: input that makes them again.
import { quoteAlways, quoteArray, quoteDouble, quoteKey, quoteValue } from './quote.ts';
import type { Variable } from './variable.ts';

/** The letters of a variable's attributes: `-aix`. */
export function attributeLetters(variable: Variable): string {
  const { value, integer, letterCase, reference, readonly, exported } = variable;
  let letters = '';
  if (Array.isArray(value)) letters += 'a';
  if (value instanceof Map) letters += 'A';
  if (integer) letters += 'i';
  if (reference) letters += 'n';
  if (readonly) letters += 'r';
  if (exported) letters += 'x';
  if (letterCase !== undefined) letters += { lower: 'l', upper: 'u', capital: 'c' }[letterCase];
  return letters;
}

/** `declare -ax name=(…)` */
export function declareLine(name: string, variable: Variable): string {
  const letters = attributeLetters(variable) || '-';
  const { value } = variable;
  const assigned =
    value === undefined || variable.isBare
      ? ''
      : `=${typeof value === 'string' ? quoteDouble(value) : listOf(variable)}`;
  return `declare -${letters} ${name}${assigned}`;
}

/** What `${x@A}` is. @param element the one value that is meant, undefined for all */
export function declarationOf(
  name: string,
  variable: Variable,
  element: string | undefined,
): string {
  const letters = attributeLetters(variable);
  const { value } = variable;
  if (typeof value === 'object' && element === undefined)
    return `declare -${letters} ${name}=${listOf(variable)}`;
  const assigned = `${name}=${quoteAlways(element ?? variable.text ?? '')}`;
  return letters === '' ? assigned : `declare -${letters} ${assigned}`;
}

/** A variable as `set` lists it. */
export function assignmentLine(name: string, variable: Variable): string | undefined {
  const { value } = variable;
  if (value === undefined) return undefined;
  return `${name}=${typeof value === 'string' ? quoteValue(value) : listOf(variable)}`;
}

/** `([0]="a" [1]="b")` */
function listOf({ value }: Variable): string {
  if (value instanceof Map) {
    const pairs = Array.from(value, ([key, text]) => `[${quoteKey(key)}]=${quoteArray(text)} `);
    return `(${pairs.join('')})`;
  }
  const pairs = Object.entries(value ?? []).map(([key, text]) => `[${key}]=${quoteArray(text)}`);
  return `(${pairs.join(' ')})`;
}
