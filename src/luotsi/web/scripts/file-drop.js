// <file-drop max-bytes="…">: lets files be dropped on a file input, lists what was chosen and says at once what is too
// large. The input itself stays, so that keyboard and screen reader use the browser's own control.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector("[data-files]");
    if (!this.input) return;
    this.dataset.active = "";
    this.input.addEventListener("change", () => this.#show());
    for (const kind of ["dragenter", "dragover"]) this.addEventListener(kind, (event) => this.#over(event));
    for (const kind of ["dragleave", "drop"]) this.addEventListener(kind, () => delete this.dataset.over);
    this.addEventListener("drop", (event) => this.#drop(event));
  }

  #over(event) {
    event.preventDefault();
    this.dataset.over = "";
  }

  #drop(event) {
    event.preventDefault();
    const files = [...event.dataTransfer.files].slice(0, this.input.multiple ? undefined : 1);
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    this.input.files = transfer.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #show() {
    const limit = Number(this.getAttribute("max-bytes")) || Infinity;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const files = [...this.input.files];
    const large = files.filter((file) => file.size > limit);
    this.input.setCustomValidity(large.length ? this.dataset.tooLarge : "");
    this.list.replaceChildren(
      ...files.map((file) => {
        const item = document.createElement("li");
        const size = `${number.format(file.size / 1e6)}\u00a0${this.dataset.unit}`;
        item.textContent = `${file.name}, ${size}${file.size > limit ? `. ${this.dataset.tooLarge}` : ""}`;
        item.className = file.size > limit ? "error" : "";
        return item;
      }),
    );
  }
}

customElements.define("file-drop", FileDrop);
