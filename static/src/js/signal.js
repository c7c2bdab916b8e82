// The banner on phone pages: no network, and how much waits to be sent.
import { waiting } from './outbox.js'
import { text } from './texts.js'

export async function show () {
  const banner = document.getElementById('signal')
  if (!banner) return
  const count = await waiting()
  banner.querySelector('[data-words]').textContent = text(navigator.onLine ? 'backOnline' : 'offline')
  const link = banner.querySelector('[data-waiting]')
  link.textContent = text('waiting', { count })
  link.hidden = count === 0
  banner.hidden = navigator.onLine && count === 0
}

export function start () {
  addEventListener('online', show)
  addEventListener('offline', show)
  show()
}
