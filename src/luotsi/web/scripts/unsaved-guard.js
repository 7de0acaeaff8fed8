// <unsaved-guard> round a form: warns before leaving with unsent text, and puts the text back after an accidental leave.
// Kept in this tab only (sessionStorage) and forgotten when the form is sent or the user signs out.
const PREFIX = "luotsi.draft:";
const SKIP = "[type=hidden], [type=password], [type=file], [type=submit], [type=button], [data-no-draft]";

export function forgetDrafts() {
  Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key));
}

class UnsavedGuard extends HTMLElement {
  #dirty = false;

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.key = `${PREFIX}${location.pathname}#${this.form.id || this.form.getAttribute("action") || ""}`;
    this.before = JSON.stringify(this.#values());
    this.#restore();
    this.addEventListener("input", () => this.#keep());
    this.addEventListener("submit", () => (this.#dirty = false));
    this.addEventListener("submit", () => this.#mark());
    this.addEventListener("htmx:after:request", ({ detail }) => {
      if (detail.ctx.response.status < 400) sessionStorage.removeItem(this.key);
      else this.#keep();
    });
    this.addEventListener("htmx:error", () => this.#keep());
    addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#warn);
  }

  get #fields() {
    return [...this.form.elements].filter((field) => field.name && !field.matches(SKIP));
  }

  #values() {
    return this.#fields.map((field) => [field.name, field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value]);
  }

  #keep() {
    const values = this.#values();
    this.#dirty = JSON.stringify(values) !== this.before;
    if (this.#dirty) sessionStorage.setItem(this.key, JSON.stringify({ before: this.before, values }));
    else sessionStorage.removeItem(this.key);
  }

  #mark() {
    const kept = sessionStorage.getItem(this.key);
    if (kept) sessionStorage.setItem(this.key, JSON.stringify({ ...JSON.parse(kept), sent: true }));
  }

  // Only where the server still shows what it showed when the text was typed: never over newer content.
  #restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!kept) return;
    if (kept.sent || kept.before !== this.before) {
      sessionStorage.removeItem(this.key);
      return;
    }
    this.#fields.forEach((field, place) => {
      const value = kept.values[place]?.[1];
      if (typeof value === "boolean") field.checked = value;
      else if (value !== undefined) field.value = value;
    });
    this.#dirty = true;
    this.#tell();
  }

  #tell() {
    const notice = this.querySelector("[data-restored]");
    if (!notice) return;
    notice.hidden = false;
    notice.querySelector("button")?.addEventListener("click", () => {
      this.form.reset();
      notice.hidden = true;
      this.#keep();
    });
  }

  #warn = (event) => {
    if (this.#dirty) event.preventDefault();
  };
}

customElements.define("unsaved-guard", UnsavedGuard);
