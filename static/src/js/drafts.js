// What was typed stays on this machine until the form was taken by the server, so that a lost session
// or a lost network costs nothing. Passwords, files and fields marked data-no-draft are never kept
// (a phone or ID number is such a field); signing out clears all; after seven days a draft is dropped.
import { grow } from './rows.js'
import { text } from './texts.js'

const PREFIX = 'draft:'
const SENT = 'draft-sent'
const KEPT_MS = 7 * 24 * 3600 * 1000
const user = () => document.body.dataset.user ?? ''
const nameOf = form => `${PREFIX}${user()}:${location.pathname}:${form.dataset.draft}`

function fields (form) {
  return [...form.elements].filter(field => field.name && !field.disabled &&
    !['hidden', 'password', 'file', 'submit', 'button', 'reset'].includes(field.type) &&
    !field.closest('[data-no-draft]') && field.autocomplete !== 'one-time-code')
}

function read (form) {
  const values = {}
  for (const field of fields(form)) {
    if (field.type === 'checkbox' || field.type === 'radio') {
      values[field.name] ??= []
      if (field.checked) values[field.name].push(field.value)
    } else if (field.multiple) values[field.name] = [...field.selectedOptions].map(option => option.value)
    else values[field.name] = field.value
  }
  return values
}

function write (form, values) {
  for (const field of fields(form)) {
    const value = values[field.name]
    if (value === undefined) continue
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = value.includes(field.value)
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value)
    else field.value = value
  }
}

function remove (name) {
  try { localStorage.removeItem(name) } catch { /* storage is closed: there was no draft either */ }
}

function load (name) {
  try {
    const kept = JSON.parse(localStorage.getItem(name))
    if (kept && Date.now() - kept.at < KEPT_MS) return kept
  } catch { /* unreadable or closed */ }
  remove(name)
  return null
}

function save (name, values) {
  try { localStorage.setItem(name, JSON.stringify({ at: Date.now(), values })) } catch { /* full or closed */ }
}

function tell (form, name, fresh) {
  const note = document.createElement('p')
  note.className = 'draft-note'
  note.setAttribute('role', 'status')
  note.append(text('draftRestored'))
  const drop = document.createElement('button')
  drop.type = 'button'
  drop.className = 'btn btn-quiet btn-sm'
  drop.textContent = text('draftDrop')
  drop.addEventListener('click', () => { write(form, fresh); remove(name); note.remove() })
  note.append(drop)
  form.prepend(note)
}

function keep (form) {
  const name = nameOf(form)
  const fresh = read(form)
  const before = JSON.stringify(fresh)
  const draft = load(name)
  // A form that came back with errors already holds what was sent.
  if (draft && !form.hasAttribute('data-bound') && JSON.stringify(draft.values) !== before) {
    grow(form, Object.keys(draft.values))
    write(form, draft.values)
    tell(form, name, fresh)
  }
  let timer
  const note = () => {
    const now = read(form)
    if (JSON.stringify(now) === before) remove(name)
    else save(name, now)
  }
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(note, 300) })
  form.addEventListener('change', note)
  form.addEventListener('submit', () => { clearTimeout(timer); note(); sessionStorage.setItem(SENT, name) })
  window.addEventListener('pagehide', () => { if (timer && !signedOut) note() })
}

// The page that a send led to tells whether it was taken: the sign-in page, an error page or the same
// form with errors means no, anything else yes. A page come to by another way tells nothing.
function settleLastSend () {
  const sent = sessionStorage.getItem(SENT)
  if (!sent) return
  sessionStorage.removeItem(SENT)
  const returned = [...document.querySelectorAll('form[data-draft][data-bound]')].some(form => nameOf(form) === sent)
  const ledHere = document.referrer && new URL(document.referrer).pathname === sent.split(':')[2]
  if (ledHere && user() && !returned && !document.body.hasAttribute('data-failed')) remove(sent)
}

let signedOut = false

function clearAll () {
  signedOut = true
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) remove(name)
}

export function start () {
  settleLastSend()
  for (const form of document.querySelectorAll('form[data-draft]')) if (user()) keep(form)
  document.addEventListener('submit', event => { if (event.target.matches('[data-sign-out]')) clearAll() })
}
