// For every unit test.

// The grapheme addon of xterm.js reads its tables from a Buffer's whole memory, which in Node is a shared pool. Browsers
// decode them otherwise.
Buffer.poolSize = 0;
