// More rows in a form: <div data-row-list="party">, <template data-row-form="party">, a button data-add-row="party".
// Without script the button asks the server for the same.
function add (form, name) {
  const list = form.querySelector(`[data-row-list="${name}"]`)
  const total = form.elements[`${name}-TOTAL_FORMS`]
  const most = Number(form.elements[`${name}-MAX_NUM_FORMS`]?.value ?? 1000)
  if (!list || !total || Number(total.value) >= most) return null
  const holder = document.createElement('template')
  holder.innerHTML = form.querySelector(`[data-row-form="${name}"]`).innerHTML.replaceAll('__prefix__', total.value)
  const row = holder.content.firstElementChild
  list.append(row)
  total.value = String(Number(total.value) + 1)
  return row
}

// As many rows as the named fields need: a draft may hold more people than the page came with.
export function grow (form, names) {
  const name = form.dataset.grows
  if (!name) return
  const last = Math.max(-1, ...names.map(each => Number(new RegExp(`^${name}-(\\d+)-`).exec(each)?.[1] ?? -1)))
  while (Number(form.elements[`${name}-TOTAL_FORMS`].value) <= last) if (!add(form, name)) break
}

export function start () {
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-add-row]')
    if (!button) return
    event.preventDefault()
    const row = add(button.form, button.dataset.addRow)
    row?.querySelector('input:not([type="hidden"])')?.focus()
  })
}
