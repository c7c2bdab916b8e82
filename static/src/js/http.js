// htmx under a strict content policy: no eval, no inline style, nothing of a page kept in local storage.
import htmx from 'htmx'
import { text } from './texts.js'
import { toast } from './toasts.js'

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  timeout: 30000,
  // 422 is a form sent back with its errors: it is shown, not reported.
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true }
  ]
})

const SAID = { 401: 'signedOut', 403: 'refused', 404: 'gone', 409: 'changedMeanwhile', 413: 'tooLarge', 429: 'tooOften' }

let running = 0
function progress (change) {
  running = Math.max(0, running + change)
  document.getElementById('progress-line')?.classList.toggle('on', running > 0)
}

export function start () {
  window.htmx = htmx
  const body = document.body
  body.addEventListener('htmx:configRequest', event => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content
    if (token && event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = token
  })
  body.addEventListener('htmx:beforeRequest', () => progress(1))
  body.addEventListener('htmx:afterRequest', () => progress(-1))
  body.addEventListener('htmx:responseError', event => {
    const status = event.detail.xhr.status
    const said = event.detail.xhr.getResponseHeader('X-Reason')
    const link = status === 401 && body.dataset.signInUrl
      ? { label: text('signInAgain'), url: `${body.dataset.signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}` }
      : null
    toast({ kind: 'error', link, message: said ? decodeURIComponent(said) : text(SAID[status] ?? 'serverFailed') })
  })
  body.addEventListener('htmx:sendError', () => toast({ kind: 'error', message: text('noNetwork') }))
  body.addEventListener('htmx:timeout', () => toast({ kind: 'error', message: text('tooSlow') }))
}
