// Colours of the terminal.
import type { ITheme } from '@xterm/xterm';

export const theme: ITheme = {
  background: '#11151c',
  foreground: '#d7dce5',
  cursor: '#d7dce5',
  selectionBackground: '#33415e',
  black: '#11151c',
  red: '#f07178',
  green: '#a5d6a7',
  yellow: '#ffd479',
  blue: '#82aaff',
  magenta: '#c792ea',
  cyan: '#80deea',
  white: '#d7dce5',
  brightBlack: '#5c6773',
  brightRed: '#ff8b92',
  brightGreen: '#c3e88d',
  brightYellow: '#ffe082',
  brightBlue: '#a6c1ff',
  brightMagenta: '#ddb3ff',
  brightCyan: '#a7f0f7',
  brightWhite: '#ffffff',
};
