// <job-progress src="/jobs/…" live="/live/jobs/…">: keeps the words and the bar of a job up to date.
// Messages are JSON {state_label, done, total, message, finished}; the server's own page part (src) is drawn anew at the
// end, and every two seconds when the socket cannot be had. A part without src is final.
import htmx from "htmx.org";
import { socketAddress } from "./socket.js";

const POLL_MS = 2000;

class JobProgress extends HTMLElement {
  #socket = null;
  #timer = null;

  connectedCallback() {
    this.src = this.getAttribute("src");
    const live = this.getAttribute("live");
    if (!this.src) return;
    if (live && "WebSocket" in window) this.#listen(live);
    else this.#poll();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.src = null;
    this.#socket?.close();
  }

  #listen(live) {
    this.#socket = new WebSocket(socketAddress(live));
    this.#socket.addEventListener("message", ({ data }) => this.#show(JSON.parse(data)));
    this.#socket.addEventListener("close", () => this.#poll());
  }

  #show({ state_label: label, done, total, message, finished }) {
    const bar = this.querySelector("progress");
    if (bar && total) {
      bar.max = total;
      bar.value = done;
    }
    const count = total ? `${done} / ${total}` : "";
    this.querySelector("[data-words]").textContent = [message || label, count].filter(Boolean).join(", ");
    if (finished) this.#redraw();
  }

  #poll() {
    if (!this.src || this.#timer) return;
    this.#redraw();
    this.#timer = setInterval(() => this.#redraw(), POLL_MS);
  }

  #redraw() {
    if (this.src) htmx.ajax("GET", this.src, { target: this, swap: "outerHTML", source: this });
  }
}

customElements.define("job-progress", JobProgress);
