// The menu on a narrow screen, drop-downs, and the larger edition (关怀版).
export function start () {
  const opener = document.querySelector('[data-menu]')
  const menu = document.getElementById('menu')
  opener?.addEventListener('click', () => {
    const open = menu.classList.toggle('open')
    opener.setAttribute('aria-expanded', String(open))
    if (open) menu.querySelector('a')?.focus()
  })
  document.addEventListener('click', event => {
    for (const drop of document.querySelectorAll('details.drop[open]')) {
      if (!drop.contains(event.target)) drop.open = false
    }
    const care = event.target.closest('[data-care-toggle]')
    if (care) {
      const on = document.documentElement.toggleAttribute('data-care')
      document.cookie = `care=${on ? 1 : ''}; path=/; max-age=${on ? 31536000 : 0}; samesite=lax`
      care.setAttribute('aria-pressed', String(on))
    }
    if (event.target.closest('[data-print]')) window.print()
    if (event.target.closest('[data-keys]')) document.getElementById('keys')?.showModal()
    const closer = event.target.closest('[data-close]')
    closer?.closest('dialog')?.close()
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const drop of document.querySelectorAll('details.drop[open]')) {
      drop.open = false
      drop.querySelector('summary').focus()
    }
    if (menu?.classList.contains('open')) { opener.click(); opener.focus() }
  })
  // A filter that is chosen is applied; text fields wait for Enter, and so does a date that is typed: it is a whole date
  // after each of its digits, so it is applied when the field is left.
  const day = 'form[data-auto] input[type="date"]'
  document.addEventListener('keydown', event => {
    if (event.target.matches(day) && event.key !== 'Enter') event.target.dataset.typed = ''
  })
  document.addEventListener('focusout', event => {
    const field = event.target
    if (!field.matches(day) || !('typed' in field.dataset)) return
    delete field.dataset.typed
    if (field.value !== field.defaultValue && field.validity.valid) field.form.requestSubmit()
  })
  document.addEventListener('change', event => {
    const field = event.target
    if (field.matches('form[data-auto] select, form[data-auto] input[type="checkbox"]')) field.form.requestSubmit()
    if (field.matches(day) && !('typed' in field.dataset)) field.form.requestSubmit()
  })
  // Empty filters don't make the address longer.
  document.addEventListener('formdata', event => {
    if (!event.target.matches('form.filters')) return
    for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name)
  })
}
