// Which engine runs the programs: what the address asks for, as far as the browser can.

export interface EngineChoice {
  readonly engine: 'jspi' | 'asyncify';
  /** What the person should know. */
  readonly notices: readonly string[];
}

/** @param asked `?engine=` of the address */
export function chooseEngine(
  asked: string | null,
  jspi = 'Suspending' in WebAssembly,
): EngineChoice {
  const best = jspi ? 'jspi' : 'asyncify';
  if (asked === null || asked === best) return { engine: best, notices: [] };
  if (asked === 'asyncify') return { engine: 'asyncify', notices: [] };
  const why =
    asked === 'jspi'
      ? 'This browser has no JSPI'
      : `There is no engine '${asked.replaceAll(/\P{ASCII}|[^\w-]/gu, '?')}'`;
  return {
    engine: best,
    notices: [`${why}: the programs run on ${best === 'jspi' ? 'JSPI' : 'Asyncify'}.`],
  };
}
