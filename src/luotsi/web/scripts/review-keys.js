// <review-keys>: single-key shortcuts over the finding cards inside. They act only while a card has focus and no text is
// being typed, can be turned off, and the choice is remembered on this device (WCAG 2.1.4).
const STORE = "luotsi.review-keys";
const ACTS = { a: "accept", e: "edit", r: "reject", l: "postpone" };
const TYPING = "input:not([type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";

class ReviewKeys extends HTMLElement {
  #acting = null;
  #lastDecided = null;

  connectedCallback() {
    this.toggle = this.querySelector("[data-keys-toggle]");
    if (this.toggle) {
      this.toggle.checked = localStorage.getItem(STORE) !== "off";
      this.toggle.addEventListener("change", () => localStorage.setItem(STORE, this.toggle.checked ? "on" : "off"));
    }
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("submit", ({ target }) => (this.#acting = target.closest(".finding")?.id ?? null));
    document.addEventListener("htmx:after:swap", this.#swapped);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#swapped);
  }

  get on() {
    return this.toggle ? this.toggle.checked : localStorage.getItem(STORE) !== "off";
  }

  get cards() {
    return [...this.querySelectorAll(".finding")];
  }

  #key(event) {
    const card = event.target.closest(".finding");
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    if (!this.on || !card || chord || event.target.matches(TYPING)) return;
    if (this.#act(card, event.key, event.target === card)) event.preventDefault();
  }

  #act(card, key, onCard) {
    const letter = key.toLowerCase();
    if (letter in ACTS) return this.#press(card, ACTS[letter]);
    if (letter === "z") return this.#undo(card);
    if (letter === "j" || (onCard && key === "ArrowDown")) return this.#move(card, 1);
    if (letter === "k" || (onCard && key === "ArrowUp")) return this.#move(card, -1);
    return false;
  }

  #press(card, act) {
    const control = card.querySelector(`[data-act=${act}]`);
    if (!control || control.getAttribute("aria-disabled") === "true") return false;
    control.click();
    const panel = control.closest("details");
    if (panel?.open) panel.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    return true;
  }

  #undo(card) {
    if (this.#press(card, "undo")) return true;
    const last = this.#lastDecided && document.getElementById(this.#lastDecided);
    return last ? this.#press(last, "undo") : false;
  }

  #move(card, step) {
    const next = this.cards[this.cards.indexOf(card) + step];
    next?.focus();
    return Boolean(next);
  }

  // A decided card is drawn anew by the server: go on to the next one that waits, or stay where an undo brought it back.
  #swapped = ({ detail }) => {
    const refused = detail.ctx?.response?.status >= 400;
    const card = this.#acting && document.getElementById(this.#acting);
    this.#acting = null;
    if (!card || refused || !this.contains(card)) return;
    if (card.dataset.state === "proposed") return card.focus();
    this.#lastDecided = card.id;
    const waiting = this.cards.filter((other) => other.dataset.state === "proposed");
    const after = waiting.find((other) => card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    (after ?? waiting[0] ?? card).focus();
  };
}

customElements.define("review-keys", ReviewKeys);
