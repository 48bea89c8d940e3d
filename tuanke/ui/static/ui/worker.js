// Keeps the files of the shell and the page that says there is no connection. No page of anybody, ever.
const { cache: NAME, files, offline } = self.kept; // said by the page that names this script

const keep = async () => {
  const cache = await caches.open(NAME);
  await cache.addAll([...files, new Request(offline, { credentials: "omit" })]);
  await self.skipWaiting();
};

const tidy = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("tuanke-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(offline)));
  else if (files.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
