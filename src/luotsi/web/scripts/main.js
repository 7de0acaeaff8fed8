// Entry of every page. Everything here improves a page that already works by links and forms.
import "htmx.org";
import "./page.js";
import "./review-keys.js";
import "./evidence-drawer.js";
import "./job-progress.js";
import "./connection-check.js";
import "./unsaved-guard.js";
import "./theme-switch.js";
import "./file-drop.js";
import "./resumable-upload.js";
