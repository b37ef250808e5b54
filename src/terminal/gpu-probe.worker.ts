// Whether WebGL draws on a GPU: asked in a worker, as making a context can take half a second where there is none.
/// <reference lib="webworker" />

declare const self: DedicatedWorkerGlobalScope;

/** Names of renderers that draw on the processor. They claim no "major performance caveat". */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether there is one. */
export function hasGpu(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  if (names === null) return true;
  return !software.test(String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)));
}

self.postMessage(hasGpu());
