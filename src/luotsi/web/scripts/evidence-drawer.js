// <evidence-drawer>: one <dialog> at the side of the page, filled by any link marked data-drawer. Without script the
// link opens its own page. Focus goes back to the link when the drawer closes (the dialog element does that itself).
import htmx from "htmx.org";

class EvidenceDrawer extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.body = this.querySelector("[data-drawer-body]");
    document.addEventListener("click", this.#open);
    // A source may answer with its whole page: the drawer takes only what the page is about.
    this.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
      if (/<main[\s>]/.test(ctx.text)) ctx.select = "#main > *";
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#open);
  }

  #open = (event) => {
    const link = event.target.closest?.("a[data-drawer]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.body.replaceChildren(this.querySelector("template").content.cloneNode(true));
    this.querySelector("[data-drawer-title]").textContent = link.dataset.drawer || link.textContent.trim();
    if (!this.dialog.open) this.dialog.showModal();
    htmx.ajax("GET", link.href, { source: this, target: this.body, swap: "innerHTML" });
  };
}

customElements.define("evidence-drawer", EvidenceDrawer);
