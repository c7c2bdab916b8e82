// Registers the service worker (it keeps the shell only; see sw.js).
export function start () {
  if ('serviceWorker' in navigator && document.body.dataset.workerUrl) {
    navigator.serviceWorker.register(document.body.dataset.workerUrl, { scope: '/' }).catch(() => {})
  }
}
