// After a form came back with errors the reader stands at their summary.
export function start () {
  document.querySelector('.errors')?.focus()
}
