// How many columns a text takes, as far as the shell lays out tables: one for each character.

export function textWidth(text: string): number {
  return Array.from(text).length;
}
