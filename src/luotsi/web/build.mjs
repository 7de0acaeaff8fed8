// Bundles scripts, styles and fonts into static/built (ignored by git). Names carry no hash: Django's manifest storage
// adds it. Run by `npm run build`; `--watch` rebuilds on change.
import { build, context } from "esbuild";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "static", "built");
const modules = join(here, "..", "..", "..", "node_modules");

// A browser without light-dark() (before 2024) gets the day colours. Written from the tokens, so never out of step.
const dayColours = {
  name: "day-colours",
  setup(esbuild) {
    esbuild.onLoad({ filter: /tokens\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const days = [...css.matchAll(/(--[\w-]+): light-dark\((#\w+),/g)].map(([, name, day]) => `${name}: ${day};`);
      const fallback = `@supports not (color: light-dark(#000, #fff)) { :root { ${days.join(" ")} } }`;
      return { contents: `${css}\n${fallback}\n`, loader: "css" };
    });
  },
};

const options = {
  entryPoints: {
    luotsi: join(here, "styles", "luotsi.css"),
    catalogue: join(here, "styles", "catalogue.css"),
    main: join(here, "scripts", "main.js"),
    combobox: join(here, "scripts", "combobox.js"),
    theme: join(here, "scripts", "theme.js"),
  },
  outdir: out,
  bundle: true,
  format: "esm",
  minify: true,
  target: ["chrome123", "firefox120", "safari17.5"],
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  nodePaths: [modules],
  legalComments: "none",
  logLevel: "warning",
  plugins: [dayColours],
};

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await copyFile(
  join(modules, "@fontsource-variable", "atkinson-hyperlegible-next", "LICENSE"),
  join(out, "fonts", "OFL.txt"),
);
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
