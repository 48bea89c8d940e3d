// The staff shell: what every page has. Pages work without it.
import "./composing.js";
import "./dialogs.js";
import "./keys.js";
import "./side.js";
import "./offline.js";
import "./scrolling.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
