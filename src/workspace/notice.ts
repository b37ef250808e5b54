// The bar above the terminal: what the person can do about something that the browser took away.

/** A line with a button. */
export class Notice {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Shows `text`; the button does `action`, and the bar goes. */
  show(text: string, button: string, action: () => void): void {
    const sentence = document.createElement('span');
    sentence.textContent = text;
    const control = document.createElement('button');
    control.type = 'button';
    control.textContent = button;
    control.addEventListener('click', () => {
      this.hide();
      action();
    });
    this.#element.replaceChildren(sentence, control);
    this.#element.hidden = false;
  }

  hide(): void {
    this.#element.hidden = true;
    this.#element.replaceChildren();
  }
}
