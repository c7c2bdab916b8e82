// Act on a selection of rows: the bar appears with the first tick and counts.
import { text } from './texts.js'

function refresh (form) {
  const ticks = [...form.querySelectorAll('tbody .pick input[type="checkbox"]')]
  const chosen = ticks.filter(tick => tick.checked)
  for (const tick of ticks) tick.closest('tr').setAttribute('aria-selected', String(tick.checked))
  const all = form.querySelector('[data-pick-all]')
  if (all) {
    all.checked = ticks.length > 0 && chosen.length === ticks.length
    all.indeterminate = chosen.length > 0 && chosen.length < ticks.length
  }
  const bar = form.querySelector('.bulk')
  if (!bar) return
  bar.hidden = chosen.length === 0
  const said = bar.querySelector('[data-picked]')
  if (said) said.textContent = text('picked', { count: chosen.length })
}

export function start () {
  document.addEventListener('change', event => {
    const form = event.target.closest('form[data-bulk]')
    if (!form) return
    if (event.target.matches('[data-pick-all]')) {
      for (const tick of form.querySelectorAll('tbody .pick input[type="checkbox"]')) tick.checked = event.target.checked
    }
    refresh(form)
  })
  for (const form of document.querySelectorAll('form[data-bulk]')) refresh(form)
}
