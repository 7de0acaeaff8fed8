// <connection-check src="/live/echo">: sends frames of 640 bytes (20 ms of speech, 16 kHz, 16 bit, mono) at the pace of
// speech and prints how long the middle one and the 95th of a hundred took to come back.
import { socketAddress } from "./socket.js";

const FRAME_BYTES = 640;
const FRAME_MS = 20;
const FRAMES = 100;
const WAIT_MS = 2000;

/** The q-quantile by nearest rank of sorted values. */
export function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
}

class ConnectionCheck extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.output = this.querySelector("output");
    this.button?.addEventListener("click", () => this.#measure());
  }

  async #measure() {
    this.button.setAttribute("aria-disabled", "true");
    this.output.textContent = this.dataset.running;
    try {
      this.#print(await this.#trips());
    } catch {
      this.output.textContent = this.dataset.failed;
    }
    this.button.removeAttribute("aria-disabled");
  }

  #trips() {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(socketAddress(this.getAttribute("src")));
      const sent = [];
      const trips = [];
      let pace = null;
      const finish = () => {
        clearInterval(pace);
        socket.close();
        if (trips.length) resolve(trips);
        else reject(new Error("no frame came back"));
      };
      socket.binaryType = "arraybuffer";
      socket.addEventListener("error", finish);
      socket.addEventListener("close", finish);
      socket.addEventListener("message", ({ data }) => {
        const number = new DataView(data).getUint32(0);
        trips.push(performance.now() - sent[number]);
        if (trips.length === FRAMES) finish();
      });
      socket.addEventListener("open", () => {
        pace = setInterval(() => {
          if (sent.length === FRAMES) {
            clearInterval(pace);
            setTimeout(finish, WAIT_MS);
            return;
          }
          const frame = new DataView(new ArrayBuffer(FRAME_BYTES));
          frame.setUint32(0, sent.length);
          sent.push(performance.now());
          socket.send(frame.buffer);
        }, FRAME_MS);
      });
    });
  }

  #print(trips) {
    const sorted = trips.toSorted((a, b) => a - b);
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const values = { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), lost: FRAMES - trips.length };
    this.output.textContent = this.dataset.result.replace(/\{(\w+)\}/g, (_, key) => number.format(values[key]));
  }
}

customElements.define("connection-check", ConnectionCheck);
