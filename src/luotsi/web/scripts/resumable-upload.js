// <file-drop resumable="/uploads/" upload-field="…">: sends the file in pieces before the form, so that a broken
// connection goes on where it stopped (tus 1.0). Without script, or for a small file, the form carries the file itself.
import { csrfToken } from "./page.js";

const PIECE = 4 << 20;
const SMALL = 1 << 20;
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const words = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export class RefusedError extends Error {}

async function ask(address, options) {
  const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrfToken(), Accept: "application/json", ...options.headers };
  const answer = await fetch(address, { ...options, headers });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return answer;
}

/** The server's reason in the user's language. */
async function refusal(answer) {
  const told = await answer.json().catch(() => ({}));
  return new RefusedError(told.error ?? "");
}

/** Where the file stands on the server: begun now, or in this tab before; null when the server no longer knows it. */
async function place(file, base) {
  // Told apart by size and time only: a file's name may hold a person's
  const key = `upload:${file.size}:${file.lastModified}`;
  const known = sessionStorage.getItem(key);
  if (known) {
    const answer = await ask(known, { method: "HEAD" });
    if (answer.ok) return { address: known, offset: Number(answer.headers.get("Upload-Offset")), key };
    sessionStorage.removeItem(key);
  }
  const made = await ask(base, {
    method: "POST",
    headers: { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${words(file.name)},filetype ${words(file.type)}` },
  });
  if (!made.ok) throw await refusal(made);
  const address = made.headers.get("Location");
  sessionStorage.setItem(key, address);
  return { address, offset: 0, key };
}

/** Send the whole file; resolves with the upload's identifier. Rejects with RefusedError, or AbortError when stopped. */
export async function send(file, base, { signal, progress, waiting }) {
  for (let failures = 0; ; ) {
    try {
      const at = await place(file, base);
      while (at.offset < file.size) {
        signal.throwIfAborted();
        const answer = await ask(at.address, {
          method: "PATCH",
          signal,
          headers: { "Upload-Offset": String(at.offset), "Content-Type": "application/offset+octet-stream" },
          body: file.slice(at.offset, at.offset + PIECE),
        });
        if (answer.status === 409) break; // another piece arrived first: ask where it stands
        if (!answer.ok) throw await refusal(answer);
        at.offset = Number(answer.headers.get("Upload-Offset"));
        failures = 0;
        progress(at.offset);
      }
      if (at.offset >= file.size) {
        sessionStorage.removeItem(at.key);
        return at.address.split("/").filter(Boolean).at(-1);
      }
    } catch (error) {
      if (error instanceof RefusedError || signal.aborted) throw error;
      waiting();
      await wait(WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)]);
    }
  }
}

function begin(drop, form, submitter) {
  const input = drop.querySelector("input[type=file]");
  const stop = new AbortController();
  const box = drop.querySelector("[data-sending]");
  const [bar, said, cancel] = ["progress", "[data-said]", "button"].map((name) => box.querySelector(name));
  const file = input.files[0];
  box.hidden = false;
  bar.max = file.size;
  bar.value = 0;
  said.textContent = box.dataset.sends;
  submitter?.setAttribute("aria-disabled", "true");
  cancel.addEventListener("click", () => stop.abort(), { once: true });
  const show = {
    signal: stop.signal,
    progress: (offset) => {
      bar.value = offset;
      said.textContent = box.dataset.sends;
    },
    waiting: () => { said.textContent = box.dataset.waits; },
  };
  send(file, drop.getAttribute("resumable"), show)
    .then((identifier) => {
      form.elements[drop.getAttribute("upload-field")].value = identifier;
      input.disabled = true; // sent already: the form carries its identifier instead
      form.dataset.sent = "";
      form.requestSubmit(submitter);
    })
    .catch((error) => {
      said.textContent = stop.signal.aborted ? box.dataset.stopped : `${box.dataset.refused} ${error.message}`;
    })
    .finally(() => submitter?.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const drop = form.querySelector?.("file-drop[resumable]");
  const file = drop?.querySelector("input[type=file]")?.files[0];
  if (!file || file.size <= SMALL || "sent" in form.dataset) return;
  event.preventDefault();
  event.stopPropagation();
  begin(drop, form, event.submitter);
}, { capture: true });
