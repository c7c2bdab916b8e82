// After a form came back with errors the reader stands at their summary: of a page, or of a part that was exchanged.
function stand (within) {
  within.querySelector?.('.errors')?.focus()
}

export function start () {
  stand(document)
  document.body.addEventListener('htmx:afterSettle', event => stand(event.target))
}
