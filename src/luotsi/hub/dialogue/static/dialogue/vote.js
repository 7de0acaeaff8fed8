// <vote-card>: after a vote only the card changes, and focus goes to the next statement. Single keys act while the card
// has focus and no text is typed; they can be turned off, and the choice is remembered on this device (WCAG 2.1.4).
const STORE = "luotsi.vote-keys";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

class VoteCard extends HTMLElement {
  connectedCallback() {
    this.status = this.querySelector("[data-saved]");
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("change", ({ target }) => {
      if (target.matches("[data-keys-toggle]")) localStorage.setItem(STORE, target.checked ? "on" : "off");
    });
    document.addEventListener("htmx:after:swap", this.#swapped);
    this.#show();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#swapped);
  }

  get on() {
    return localStorage.getItem(STORE) !== "off";
  }

  #show() {
    const keys = this.querySelector("[data-keys]");
    if (keys) keys.hidden = false;
    const toggle = this.querySelector("[data-keys-toggle]");
    if (toggle) toggle.checked = this.on;
  }

  #key(event) {
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    const card = event.target.closest?.(".vote");
    // A key pressed while the last vote is on its way would be meant for a card that is not there yet
    const busy = card?.classList.contains("htmx-request");
    if (!this.on || !card || busy || chord || event.target.matches(TYPING)) return;
    const control = card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
  }

  #swapped = ({ detail }) => {
    const target = detail.ctx?.target;
    if (!target || !this.contains(target)) return;
    const card = this.querySelector("[data-card]");
    if (this.status && card?.dataset.said) this.status.textContent = card.dataset.said;
    this.#show();
    card?.focus();
  };
}

customElements.define("vote-card", VoteCard);
