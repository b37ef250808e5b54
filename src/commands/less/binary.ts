// Whether a file is one that nobody wants to see as text.

/** How many bytes are looked at, and how many of them may be none of text. */
const looked = 256;
const allowed = 5;

/** As less decides: by the controls, and by what is no UTF-8, in its first bytes. */
export function looksBinary(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, looked), {
    stream: bytes.length > looked,
  });
  // oxlint-disable-next-line no-control-regex -- these are what it is for
  const others = text.match(/[\u0000-\u0007\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g) ?? [];
  return others.length > allowed;
}
