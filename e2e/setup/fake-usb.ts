// A USB thermometer behind the interface of WebUSB, for a page that has none: it runs in the page, before its scripts.

/** What was called, as `globalThis.usbCalls`. */
declare global {
  var usbCalls: readonly string[];
}

/** @param answers how many questions it answers before it is pulled out */
export function fakeThermometer({ answers }: { readonly answers: number }): void {
  const calls: string[] = [];
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let left = answers;
  let reply = '';
  let degrees = 19.5;

  /** As a device does: some milliseconds later. */
  async function later<T>(call: string, answer: () => T): Promise<T> {
    calls.push(call);
    await new Promise((resolve) => setTimeout(resolve, 3));
    return answer();
  }

  function ask(question: string): void {
    if (left-- === 0) throw new DOMException('The device was disconnected.', 'NotFoundError');
    if (question === '*IDN?\n') reply = 'Fake Instruments,Thermometer,1,1.0\n';
    else reply = `${(degrees += 1).toFixed(1)}\n`;
  }

  const nothing = (): void => {};
  const device = {
    open: () => later('open', nothing),
    selectConfiguration: (number: number) => later(`selectConfiguration ${number}`, nothing),
    claimInterface: (number: number) => later(`claimInterface ${number}`, nothing),
    transferOut: (endpoint: number, data: Uint8Array) => {
      const question = decoder.decode(data);
      return later(`transferOut ${endpoint} ${question}`, () => {
        ask(question);
        return { status: 'ok', bytesWritten: data.length };
      });
    },
    transferIn: (endpoint: number, size: number) =>
      later(`transferIn ${endpoint} ${size}`, () => {
        const data = new DataView(encoder.encode(reply).slice(0, size).buffer);
        return { status: 'ok', data };
      }),
    close: () => later('close', nothing),
  };
  globalThis.usbCalls = calls;
  const usb = { requestDevice: () => Promise.resolve(device) };
  Object.defineProperty(navigator, 'usb', { value: usb });
}
