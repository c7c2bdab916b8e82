// `/` search, `j` `k` rows, Enter opens, `x` picks, `?` help, F-keys of the menu.
const typing = target => target.closest('input, textarea, select, [contenteditable], dialog') !== null

function rows () {
  return [...document.querySelectorAll('table[data-rows] tbody tr:not(.group)')].filter(row => row.offsetParent !== null)
}

function move (step) {
  const all = rows()
  if (all.length === 0) return
  const now = all.findIndex(row => row.classList.contains('cursor'))
  const next = now === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + step))
  all[now]?.classList.remove('cursor')
  const row = all[next]
  row.classList.add('cursor')
  row.tabIndex = -1
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
}

const current = () => document.querySelector('tr.cursor')

// Ctrl+Enter sends the form one stands in; beside it (on its summary of errors, on nothing) the page's only one.
function send (event) {
  if (document.querySelector('dialog[open]')) return
  const all = document.querySelectorAll('form[data-draft]')
  const form = event.target.closest?.('form') ?? (all.length === 1 ? all[0] : null)
  if (!form?.matches('[data-draft]')) return
  event.preventDefault()
  form.requestSubmit(form.querySelector('.btn-main'))
}

function pressed (event) {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') return send(event)
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
  if (/^F\d+$/.test(event.key)) {
    const wanted = document.querySelector(`[data-key="${event.key}"]`)
    if (wanted) { event.preventDefault(); wanted.click() }
    return
  }
  if (typing(event.target)) {
    if (event.key === 'Escape' && event.target.id === 'search') event.target.blur()
    return
  }
  const act = {
    '/': () => { const search = document.getElementById('search'); search?.focus(); search?.select() },
    j: () => move(1),
    k: () => move(-1),
    x: () => current()?.querySelector('.pick input')?.click(),
    '?': () => document.getElementById('keys')?.showModal()
  }[event.key]
  if (act) { event.preventDefault(); act() }
  // On the row itself, not on a link or button inside it, which have their own Enter.
  if (event.key === 'Enter' && event.target.matches('tr.cursor')) {
    event.target.querySelector('a[href]')?.click()
  }
}

export function start () {
  document.addEventListener('keydown', pressed)
}
