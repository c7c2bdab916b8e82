// A question before an act: data-confirm on a form or on its button, data-confirm-yes for the answer's word.
let asking = null

function ask (question, yes, go) {
  const dialog = document.getElementById('confirm')
  dialog.querySelector('[data-question]').textContent = question
  const button = dialog.querySelector('[data-yes]')
  button.textContent = yes || button.dataset.yes
  asking = go
  dialog.returnValue = ''
  dialog.showModal()
}

export function start () {
  const dialog = document.getElementById('confirm')
  if (!dialog) return
  dialog.addEventListener('close', () => {
    const go = asking
    asking = null
    if (dialog.returnValue === 'yes') go?.()
  })
  document.addEventListener('submit', event => {
    const form = event.target
    const asker = event.submitter?.closest('[data-confirm]') ?? form.closest('[data-confirm]')
    if (!asker || form.dataset.confirmed) return
    event.preventDefault()
    event.stopPropagation()
    const { submitter } = event
    ask(asker.dataset.confirm, asker.dataset.confirmYes, () => {
      form.dataset.confirmed = '1'
      form.requestSubmit(submitter?.form === form ? submitter : null)
      delete form.dataset.confirmed
    })
  }, true)
  document.addEventListener('htmx:confirm', event => {
    if (!event.detail.question) return
    event.preventDefault()
    ask(event.detail.question, event.detail.elt.dataset.confirmYes, () => event.detail.issueRequest(true))
  })
}
