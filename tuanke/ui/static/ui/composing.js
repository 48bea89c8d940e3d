// A Chinese input method uses the same keys. While it composes, nothing of ours may answer to them.
const PROCESSED_BY_INPUT_METHOD = 229; // Safari says so of the key that ends the composing, when it already has ended

export const isComposing = (event) => event.isComposing || event.keyCode === PROCESSED_BY_INPUT_METHOD;

// What is half composed is no search yet: fields that ask by themselves hear of it when it is done.
const ASKING = "[hx-get], [hx-post]";

document.addEventListener("input", (event) => {
  if (event.isComposing && event.target.closest(ASKING)) event.stopPropagation();
}, true);

document.addEventListener("compositionend", (event) => {
  if (event.target.closest(ASKING)) event.target.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
