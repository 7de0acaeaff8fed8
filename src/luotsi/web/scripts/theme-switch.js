// <theme-switch>: applies the chosen theme at once and remembers it; without script the form posts.
const YEAR_S = 31_536_000;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    this.querySelector("button").hidden = true;
    select.addEventListener("change", () => {
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `luotsi_theme=${select.value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
      document.documentElement.dataset.theme = select.value;
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
