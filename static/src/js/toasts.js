// Short notes at the lower edge, with an undo where the act can be taken back.
import { text } from './texts.js'

const STAYS_MS = 8000

function button (label, className) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = label
  if (className) made.className = className
  return made
}

export function toast ({ message, kind = 'info', link = null, undo = null }) {
  const room = document.getElementById('toasts')
  if (!room || !message) return
  const note = document.createElement('div')
  note.className = kind === 'error' ? 'toast toast-error' : 'toast'
  const words = document.createElement('p')
  words.textContent = message
  note.append(words)
  if (undo) {
    const back = button(text('undo'))
    back.addEventListener('click', () => { note.remove(); postTo(undo) })
    note.append(back)
  }
  if (link) {
    const go = button(link.label)
    go.addEventListener('click', () => { location.assign(link.url) })
    note.append(go)
  }
  room.append(note)
  watch(note)
}

// Goes away by itself, but not while it is pointed at or holds the focus, and never when it is an error.
function watch (note) {
  const close = button('×', 'toast-close')
  close.setAttribute('aria-label', text('close'))
  close.addEventListener('click', () => note.remove())
  note.append(close)
  if (note.classList.contains('toast-error')) return
  const leave = () => {
    if (note.matches(':hover') || note.contains(document.activeElement)) setTimeout(leave, 2000)
    else note.remove()
  }
  setTimeout(leave, STAYS_MS)
}

function postTo (url) {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = url
  const token = document.createElement('input')
  token.type = 'hidden'
  token.name = 'csrfmiddlewaretoken'
  token.value = document.querySelector('meta[name="csrf-token"]')?.content ?? ''
  form.append(token)
  document.body.append(form)
  form.submit()
}

export function start () {
  for (const note of document.querySelectorAll('#toasts > .toast')) {
    const undo = note.querySelector('[data-undo]')
    undo?.addEventListener('click', () => postTo(undo.dataset.undo))
    watch(note)
  }
  // A view's answer may carry the header HX-Trigger: {"toast": {"message": …, "undo": …}}.
  document.body.addEventListener('toast', event => toast(event.detail))
}
