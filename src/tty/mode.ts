// How the terminal treats what is typed and written: the part of termios that is meant here.

/** The settings that `stty` and `/dev/consctl` change. */
export interface TtyMode {
  /** ICANON: input is edited and delivered line by line. */
  readonly canonical: boolean;
  /** ECHO */
  readonly echo: boolean;
  /** ISIG: ^C, ^\ and ^Z are signals. */
  readonly signals: boolean;
  /** ICRNL: Enter is a newline. */
  readonly inputNewlines: boolean;
  /** ONLCR: a newline also returns to column 0. */
  readonly outputNewlines: boolean;
}

/** What programs begin with. */
export const cooked: TtyMode = {
  canonical: true,
  echo: true,
  signals: true,
  inputNewlines: true,
  outputNewlines: true,
};

/**
 * For full-screen programs: every byte as it comes. Line ends of the output are still mapped, as on Plan 9: a
 * program that only turned `rawon` would otherwise write a staircase.
 */
export const raw: TtyMode = {
  canonical: false,
  echo: false,
  signals: false,
  inputNewlines: false,
  outputNewlines: true,
};
