// Installed on a phone, a page that cannot be reached says so. What the worker keeps holds nobody's data.
navigator.serviceWorker?.register("/service-worker.js").catch(() => {}); // over plain http there is none

const tell = () => { document.documentElement.dataset.online = navigator.onLine ? "yes" : "no"; };
addEventListener("online", tell);
addEventListener("offline", tell);
tell();
