// The whole screen and all keys for one command, as long as it runs.
import type { Call } from './call.ts';
import { Keys } from './less/keys.ts';
import type { Screen } from './less/screen.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { raw } from '../tty/mode.ts';

/** Does `step` with the keys, each as it is pressed; in the foreground alone. Whatever happens, the terminal is as it was. */
export async function withKeys<T>(call: Call, step: (keys: Keys) => Promise<T>): Promise<T> {
  const { tty } = call.session;
  await call.terminal.enter(call.signal);
  const { mode } = tty;
  tty.setMode(raw);
  const keys = new Keys(tty, call.terminal.guard(tty), call.signal);
  try {
    return await step(keys);
  } finally {
    keys.end();
    tty.setMode(mode);
  }
}

/** The next key; undefined when the time is over. @throws SystemError EINTR the command is to end */
export async function keyWithin(
  call: Call,
  keys: Keys,
  seconds: number,
): Promise<string | undefined> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), seconds * 1000);
  try {
    return await keys.next(over.signal);
  } catch (error) {
    if (!isSystemError(error, 'EINTR') || call.signal.aborted) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Does `step` with the screen and the keys for itself. */
export async function onScreen<T>(
  call: Call,
  screen: Screen,
  step: (keys: Keys) => Promise<T>,
): Promise<T> {
  return await withKeys(call, async (keys) => {
    try {
      await screen.enter();
      return await step(keys);
    } finally {
      await screen.leave();
    }
  });
}
