// The service worker keeps the shell: style, scripts, icons and the page that says there is no network.
// Nobody's data is kept here: every other answer goes to the network and is not stored.
/* global SHELL_VERSION, SHELL_FILES */
const CACHE = `shell-${SHELL_VERSION}`
const base = new URL(self.location.href).searchParams.get('static') || '/static/'
const OFFLINE = '/offline/'
const shell = [...SHELL_FILES.map(name => base + name), `${base}icons/icon-192.png`, OFFLINE]

self.addEventListener('install', event => {
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(shell)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', event => {
  event.waitUntil(
    caches.keys()
      .then(names => Promise.all(names.filter(name => name !== CACHE).map(name => caches.delete(name))))
      .then(() => self.clients.claim())
  )
})

self.addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)))
  } else if (shell.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then(kept => kept || fetch(request)))
  }
})
