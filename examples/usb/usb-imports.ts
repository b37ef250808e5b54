// A device of WebUSB, as functions that a C program calls.
import type { RunningProgram } from '@dirsh/wasi';

/** C knows no exceptions: a device that is gone, or does not answer, is -1. */
async function orFailure(answer: () => Promise<number>): Promise<number> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof DOMException) return -1;
    throw error;
  }
}

/** The imports of the module `usb` for `program`. */
export function usbImports(
  device: USBDevice,
  program: RunningProgram,
): Record<string, (...args: number[]) => Promise<number>> {
  const bytesAt = (pointer: number, length: number): Uint8Array =>
    new Uint8Array(program.memory.buffer, pointer, length);
  return {
    open: () =>
      orFailure(async () => {
        await device.open();
        await device.selectConfiguration(1);
        await device.claimInterface(0);
        return 0;
      }),
    transfer_out: (endpoint, pointer, length) =>
      orFailure(async () => {
        const sent = await device.transferOut(endpoint, bytesAt(pointer, length).slice());
        return sent.status === 'ok' ? sent.bytesWritten : -1;
      }),
    transfer_in: (endpoint, pointer, size) =>
      orFailure(async () => {
        const { status, data } = await device.transferIn(endpoint, size);
        if (status !== 'ok' || data === undefined) return -1;
        const received = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        bytesAt(pointer, size).set(received);
        return received.length;
      }),
    close: () =>
      orFailure(async () => {
        await device.close();
        return 0;
      }),
  };
}
