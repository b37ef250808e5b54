// Aliases: names of commands that stand for text. They are replaced before the text is read for good.
import type { Command, SyntaxNode } from 'unbash';
import { forEachChild, parse } from 'unbash';

/** As many replacements as one text may need: aliases that name each other end by themselves, so that this is a guard. */
const maximumReplacements = 10_000;

/** Part of a text that came from aliases, which are not replaced in it again. */
interface Region {
  start: number;
  end: number;
  readonly names: ReadonlySet<string>;
}

/** The text with its aliases replaced. */
export function replaceAliases(text: string, aliases: ReadonlyMap<string, string>): string {
  let result = text;
  let regions: readonly Region[] = [];
  for (let count = 0; count < maximumReplacements; count += 1) {
    const found = firstAlias(result, aliases, regions);
    if (found === undefined) return result;
    const { start, end, name, value, outer } = found;
    const shift = value.length - (end - start);
    result = result.slice(0, start) + value + result.slice(end);
    regions = [
      ...regions.map((region) => moved(region, start, shift)),
      { start, end: start + value.length, names: new Set([...outer, name]) },
    ];
  }
  return result;
}

function moved(region: Region, at: number, shift: number): Region {
  return {
    ...region,
    start: region.start > at ? region.start + shift : region.start,
    end: region.end > at ? region.end + shift : region.end,
  };
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: string;
  /** The aliases whose text it stands in. */
  readonly outer: ReadonlySet<string>;
}

function firstAlias(
  text: string,
  aliases: ReadonlyMap<string, string>,
  regions: readonly Region[],
): Found | undefined {
  let found: Found | undefined;
  const check = (start: number, end: number): void => {
    const name = text.slice(start, end);
    const value = aliases.get(name);
    if (value === undefined || (found !== undefined && found.start <= start)) return;
    const outer = new Set(
      regions
        .filter((region) => start >= region.start && start < region.end)
        .flatMap(({ names }) => [...names]),
    );
    if (!outer.has(name)) found = { start, end, name, value, outer };
  };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') checkCommand(node, text, regions, check);
    // What is in `…` of its own text is replaced when it runs.
    if (node.type !== 'Script' || node.source === undefined) forEachChild(node, visit);
  };
  forEachChild(parse(text), visit);
  return found;
}

/** The command's name; and the word behind an alias whose text ends in a blank. */
function checkCommand(
  { name, suffix }: Command,
  text: string,
  regions: readonly Region[],
  check: (start: number, end: number) => void,
): void {
  if (name === undefined) return;
  check(name.pos, name.end);
  for (const item of suffix) {
    if (item.type !== 'Word') continue;
    const behind = regions.some(
      ({ start, end }) =>
        /[ \t]$/.test(text.slice(start, end)) &&
        text.slice(end, item.pos).trim() === '' &&
        end <= item.pos,
    );
    if (behind) check(item.pos, item.end);
  }
}
