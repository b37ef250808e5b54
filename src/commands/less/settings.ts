// How less shows files and searches: what its options set, and what `-` changes while it runs.
import type { Case } from './pattern.ts';

/** What is set. */
export interface Settings {
  chop: boolean;
  /** Whether each line has its number before it (`-N`). */
  numbers: boolean;
  colours: boolean;
  letters: Case;
  prompt: 'short' | 'medium' | 'long' | 'more';
  /** Columns from one tab stop to the next. */
  tabs: number;
  highlights: boolean;
  /** Ends at the second attempt to go beyond the end (`-e`), or at the first (`-E`). */
  quitsAtEnd: 'never' | 'second' | 'first';
}

export const defaultSettings: Readonly<Settings> = {
  chop: false,
  numbers: false,
  colours: false,
  letters: 'exact',
  prompt: 'short',
  tabs: 8,
  highlights: true,
  quitsAtEnd: 'never',
};

const letterCases: Readonly<Record<Case, string>> = {
  exact: 'Case is significant in searches',
  smart: 'Ignore case in searches',
  ignore: 'Ignore case in searches and in patterns',
};

/** What `-` and a letter do: change a setting, and say what holds now. Undefined: no such option. */
export function toggle(settings: Settings, letter: string): string | undefined {
  switch (letter) {
    case 'S':
      settings.chop = !settings.chop;
      return settings.chop ? 'Chop long lines' : 'Fold long lines';
    case 'N':
      settings.numbers = !settings.numbers;
      return settings.numbers ? 'Constantly display line numbers' : 'Use line numbers';
    case 'R':
      settings.colours = !settings.colours;
      return settings.colours
        ? 'Display ANSI sequences directly, other control characters as ^X'
        : 'Display control characters as ^X';
    case 'i':
    case 'I': {
      const wanted = letter === 'i' ? 'smart' : 'ignore';
      settings.letters = settings.letters === wanted ? 'exact' : wanted;
      return letterCases[settings.letters];
    }
    case 'm':
    case 'M': {
      const wanted = letter === 'm' ? 'medium' : 'long';
      settings.prompt = settings.prompt === wanted ? 'short' : wanted;
      const names = { short: 'short', medium: 'medium', long: 'long', more: 'more' };
      return `${names[settings.prompt].replace(/^./, (first) => first.toUpperCase())} prompt`;
    }
    case 'G':
      settings.highlights = !settings.highlights;
      return settings.highlights
        ? 'Highlight matches for previous search pattern'
        : "Don't highlight search matches";
    default:
      return undefined;
  }
}
