// One call into an instance at a time.

/** Turns exported functions into async ones that refuse to be entered while one of them is suspended. */
export class Entrance {
  #suspended = false;

  /**
   * @param call calls the export and waits for all that it waits for
   * @returns an async function; it throws an Error while another call is under way
   */
  guard(
    name: string,
    call: (...args: (number | bigint)[]) => Promise<unknown>,
  ): (...args: (number | bigint)[]) => Promise<unknown> {
    return async (...args) => {
      if (this.#suspended) {
        throw new Error(`'${name}' was called while the instance is suspended in another call`);
      }
      this.#suspended = true;
      try {
        return await call(...args);
      } finally {
        this.#suspended = false;
      }
    };
  }
}
