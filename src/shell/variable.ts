// One variable: its value, which may be an array, and its attributes.

/** `a=(x y)`: by number, with gaps. */
export type IndexedArray = string[];

/** `declare -A m`: by text, in the order in which the keys came. */
export type AssociativeArray = Map<string, string>;

/** What a variable holds. */
export type Value = string | IndexedArray | AssociativeArray;

/** What `declare -l`, `-u` and `-c` make of each value. */
export type LetterCase = 'lower' | 'upper' | 'capital';

/** The attributes that can be given and taken. */
export interface Attributes {
  exported: boolean;
  readonly: boolean;
  /** Values are arithmetic. */
  integer: boolean;
  letterCase: LetterCase | undefined;
  /** Its value is the name of the variable that is meant. */
  reference: boolean;
}

/** A variable. One that was only declared has no value yet, and is not in a program's environment. */
export class Variable implements Attributes {
  value: Value | undefined;
  /** An array that was declared, and has not been given anything yet. */
  isBare = false;
  exported = false;
  readonly = false;
  integer = false;
  letterCase: LetterCase | undefined;
  reference = false;

  constructor(value?: Value, attributes: Partial<Attributes> = {}) {
    this.value = value;
    Object.assign(this, attributes);
  }

  /** The value as one text: of an array, the element 0. */
  get text(): string | undefined {
    const { value } = this;
    if (typeof value === 'string' || value === undefined) return value;
    return Array.isArray(value) ? value[0] : value.get('0');
  }

  get isArray(): boolean {
    return typeof this.value === 'object';
  }

  /** All that it holds, in order: one for a text. */
  get elements(): string[] {
    const { value } = this;
    if (value === undefined) return [];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? Object.values(value) : [...value.values()];
  }

  /** The subscripts, in the same order. */
  get keys(): string[] {
    const { value } = this;
    if (value === undefined) return [];
    if (typeof value === 'string') return ['0'];
    return Array.isArray(value) ? Object.keys(value) : [...value.keys()];
  }

  /** A copy that changes on its own. */
  copy(): Variable {
    const { exported, readonly, integer, letterCase, reference } = this;
    const attributes = { exported, readonly, integer, letterCase, reference };
    const copy = new Variable(copyValue(this.value), attributes);
    copy.isBare = this.isBare;
    return copy;
  }
}

function copyValue(value: Value | undefined): Value | undefined {
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? copyIndexed(value) : new Map(value);
}

/** `slice` would fill a gap of millions with work. */
function copyIndexed(array: IndexedArray): IndexedArray {
  const copy: IndexedArray = [];
  for (const [key, value] of Object.entries(array)) copy[Number(key)] = value;
  return copy;
}

/** `text` in the letter case that the variable asks for. */
export function inLetterCase(text: string, letterCase: LetterCase | undefined): string {
  switch (letterCase) {
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'capital':
      return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
    default:
      return text;
  }
}
