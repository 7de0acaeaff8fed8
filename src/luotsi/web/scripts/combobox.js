// Loaded only by pages with a select marked data-combobox (a long list: counties, drugs, codes). accessible-autocomplete
// turns it into a field that suggests; without script the select itself works.
import accessibleAutocomplete from "accessible-autocomplete";

export function enhance(root = document) {
  for (const select of root.querySelectorAll("select[data-combobox]")) {
    const words = select.dataset;
    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      defaultValue: "",
      autoselect: false,
      showAllValues: true,
      dropdownArrow: () => "",
      tNoResults: () => words.noResults,
      tStatusQueryTooShort: (length) => words.tooShort.replace("{n}", length),
      tStatusNoResults: () => words.noResults,
      tStatusSelectedOption: (option, length, index) => `${option}. ${index + 1} / ${length}`,
      tStatusResults: (length, option) => `${words.results.replace("{n}", length)} ${option}`,
      tAssistiveHint: () => words.assist,
    });
    delete select.dataset.combobox;
  }
}

enhance();
document.addEventListener("htmx:after:swap", () => enhance());
