// For `/// <reference types="@dirsh/wasi/client" />`: what the Vite plugin gives.
declare module '*.wasm?asyncify' {
  const program: import('@dirsh/wasi').Program;
  export default program;
}
