// A part of a page fetched into its place, on pages with and without htmx.
import { text } from './texts.js'
import { toast } from './toasts.js'

export async function fill (target, url) {
  try {
    const answer = await fetch(url, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } })
    if (!answer.ok) throw new Error(String(answer.status))
    target.innerHTML = await answer.text()
    window.htmx?.process(target)
  } catch (problem) {
    const said = { 401: 'signedOut', 403: 'refused', 404: 'gone' }[problem.message]
    toast({ kind: 'error', message: text(said ?? 'noNetwork') })
  }
}
